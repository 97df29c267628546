export { bigcommerce, SourceMisused } from './bigcommerce.ts';
export type { BigCommerceSettings } from './settings.ts';
export type { BigCommerceSource, SkippedOrder, WaitingOrder } from './source.ts';
export type { Counts } from './tally.ts';
