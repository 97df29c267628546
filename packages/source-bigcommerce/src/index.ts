export { bigcommerce, SourceMisused } from './bigcommerce.ts';
export type { BigCommerceSettings } from './settings.ts';
export type { BigCommerceSource, SkippedSubject, WaitingSubject } from './source.ts';
export type { Counts } from './tally.ts';
export {
  bigcommerceHooks,
  type BigCommerceHooks,
  type BigCommerceHooksSettings,
} from './hooks/bigcommerce-hooks.ts';
export type { HooksReport, HookSummary, Remedy } from './hooks/examine.ts';
export { catalogFeed, type CatalogFeed } from './feed/catalog-feed.ts';
export type { FeedReading, LeftOut } from './feed/reading.ts';
export type { CatalogFeedSettings } from './feed/settings.ts';
export { BackfillRefused, type BackfillOptions } from './backfill/options.ts';
export type {
  BackfillPart,
  BackfillProgress,
  BackfillReport,
  PartCounts,
  PassedOver,
} from './backfill/report.ts';
export type { Swept, SweptKind, SweepReport } from './poll/report.ts';
export { showProgress } from './progress/show-progress.ts';
