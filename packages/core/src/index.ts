export { MillraceError } from './event/error.ts';
export type {
  Event,
  TrackEvent,
  IdentifyEvent,
  PageEvent,
  ScreenEvent,
  GroupEvent,
  AliasEvent,
  CommonFields,
} from './event/event.ts';
export { nameOf } from './event/event.ts';
export type { Draft, Integrations, MessageType } from './event/message.ts';
export type { Context, ExternalId } from './event/context.ts';
export type { GroupTraits, UserTraits } from './event/traits.ts';
export type { JsonObject } from './event/json.ts';
export { Id, Money, Quantity, Timestamp } from './event/scalars.ts';
export { plan, type Plan, type PlannedEvent } from './event/plan.ts';
export { ecommerce, type Ecommerce } from './event/ecommerce/index.ts';
export { InvalidSettings, parseSettings } from './event/settings.ts';

export { identifierOf, type Profile, type ProfileId } from './identity/profile.ts';
export { emailOf, phoneOf } from './identity/identifiers.ts';

export {
  defineSource,
  type Source,
  type SourceContext,
  type StateChange,
} from './source/source.ts';
export type { Receipt } from './source/receipt.ts';
export {
  defineTransform,
  type Transform,
  type Transformed,
  type TransformOn,
  type TransformTools,
} from './transform/transform.ts';
export {
  defineDestination,
  type Batch,
  type Destination,
  type DestinationContext,
  type Quota,
  type StartContext,
} from './destination/destination.ts';
export type { Finding, Warning } from './destination/warning.ts';
export type { Lane, Mapping, Operation, RateLimit } from './destination/operation.ts';
export {
  BatchRefused,
  delivered,
  DestinationUnavailable,
  type Outcome,
} from './destination/outcome.ts';
export { retryAfter } from './destination/retry-after.ts';
export { usePace, type PaceUse } from './dispatch/paces.ts';

export type { Activity } from './observe/activity.ts';
export { systemClock, type Clock, type TimerOptions } from './observe/clock.ts';
export { silentLogger, type Logger } from './observe/logger.ts';

export type {
  Book,
  BookDay,
  BookQuery,
  Entry,
  EntryNote,
  Reteller,
  Retelling,
  ToldEvent,
} from './reconcile/book.ts';

export { createPipeline } from './pipeline/create-pipeline.ts';
export { PipelineClosed } from './pipeline/lifecycle.ts';
export type {
  DrainOptions,
  Pipeline,
  PipelineStats,
  Report,
  TrackCall,
} from './pipeline/pipeline.ts';
export type { PipelineOptions } from './pipeline/options.ts';
export { InvalidQuery, type DeliveredQuery } from './pipeline/replay.ts';
export { UnknownDestination } from './pipeline/unknown-destination.ts';
export { InvalidEvent, UnplannedEvent } from './event/invalid-event.ts';

export { lmdbStore } from './store/lmdb/lmdb-store.ts';
export { memoryStore } from './store/memory/memory-store.ts';
export { StoreFull, StoreUnavailable } from './store/errors.ts';
export type { CrashCounter } from './store/crashes.ts';
export {
  LeaseLost,
  type Lease,
  type LeasedEvent,
  type LeaseRequest,
  type Settlement,
} from './store/lease.ts';
export type {
  DeadLetter,
  DeadLetterQuery,
  Drop,
  Failure,
  Held,
  Readmission,
  VerifyReport,
} from './store/records.ts';
export type { Opener } from './store/opener.ts';
export type { Retention } from './store/retention.ts';
export type { DestinationStats, StoreStats } from './store/stats.ts';
export type {
  Appended,
  Commit,
  OpenStore,
  Store,
  StoreEnvironment,
  StoreListener,
} from './store/store.ts';
