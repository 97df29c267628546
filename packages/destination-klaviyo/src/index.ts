export { klaviyo } from './klaviyo.ts';
export type { KlaviyoSettings } from './settings.ts';
