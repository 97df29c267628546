export { klaviyoSandbox } from './sandbox.ts';
export type { KlaviyoSandbox, KlaviyoSandboxOptions } from './sandbox.ts';
export type { Discarded } from './account/account.ts';
export type { KlaviyoEvent } from './account/events.ts';
export type { Consent, ConsentKey, KlaviyoProfile } from './account/profile.ts';
