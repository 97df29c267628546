import * as z from 'zod';
import type { Destination } from '../destination/destination.ts';
import type { Event } from '../event/event.ts';
import type { Plan } from '../event/plan.ts';
import type { ecommerce } from '../event/ecommerce/index.ts';
import type { Clock } from '../observe/clock.ts';
import type { Priority } from '../ingest/priority.ts';
import type { Logger } from '../observe/logger.ts';
import type { Source } from '../source/source.ts';
import type { OpenStore } from '../store/store.ts';
import type { Transform } from '../transform/transform.ts';

const fn = 'function';

/** An object whose members have these types; a name must not be empty. */
const shaped = <T>(what: string, members: Record<string, 'string' | 'object' | typeof fn>) =>
  z.custom<T>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      Object.entries(members).every(([name, type]) => {
        const member = (value as Record<string, unknown>)[name];
        return typeof member === type && member !== '' && member !== null;
      }),
    { error: `expected ${what}: an object with ${Object.keys(members).join(', ')}` },
  );

const uniqueNames = (plugins: readonly { readonly name: string }[]): boolean =>
  new Set(plugins.map(({ name }) => name)).size === plugins.length;
const repeated = { error: 'two of them have the same name' };

const isPlan = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((schema) => schema instanceof z.ZodType);

/** How failed attempts are repeated. */
export const RetryOptions = z.strictObject({
  /** An event is tried this often before it becomes a dead letter. Default 10. */
  attempts: z.int().min(1).default(10),
  /**
   * An event that fails so long after it first failed becomes a dead letter, too. Milliseconds, default 259,200,000: three
   * days, so that a weekend is survived.
   */
  maxAgeMs: z.int().min(1).default(259_200_000),
  /** The wait is random between 0 and this, doubled each time (full jitter). Milliseconds, default 1,000. */
  baseMs: z.int().min(1).default(1_000),
  /** The longest wait. Milliseconds, default 600,000: ten minutes. */
  maxMs: z.int().min(1).default(600_000),
});
export type RetryOptions = z.output<typeof RetryOptions>;

/** For how long events are kept that nobody waits for any more. What is pending, or a dead letter, is never removed. */
export const RetentionOptions = z.strictObject({
  /**
   * A delivered event is kept for so many days: it can be delivered again until then (`replayDelivered`), and its
   * `messageId` is recognised when it comes again. Default 30.
   */
  days: z.number().min(0).default(30),
  /**
   * When the events in the store have more bytes than this, the oldest delivered ones go before their time. Default
   * 10,000,000,000.
   */
  maxBytes: z.int().min(1_000_000).default(10_000_000_000),
  /** An event that has been held for so many days is dropped: see `drops()`. Default 30. */
  heldDays: z.number().min(0).default(30),
});
export type RetentionOptions = z.output<typeof RetentionOptions>;

/** What `createPipeline` takes, as it is checked. {@link PipelineOptions} is what a caller writes. */
export const Options = z
  .strictObject({
    name: z.string().min(1).default('main'),
    directory: z.string().min(1).optional(),
    store: z
      .custom<OpenStore>((value) => typeof value === 'function', {
        error: 'expected a store such as memoryStore()',
      })
      .optional(),
    sources: z
      .array(shaped<Source>('a source', { name: 'string', attach: fn }))
      .refine(uniqueNames, repeated)
      .default([]),
    transforms: z
      .array(shaped<Transform>('a transform', { name: 'string', apply: fn }))
      .default([]),
    destinations: z
      .array(
        shaped<Destination>('a destination', {
          name: 'string',
          lanes: 'object',
          map: fn,
          deliver: fn,
        }),
      )
      .refine(uniqueNames, repeated)
      .default([]),
    plan: z
      .custom<Plan>(isPlan, { error: 'expected a record of event name to zod schema' })
      .optional(),
    unplanned: z.enum(['allow', 'reject']).default('allow'),
    retry: RetryOptions.prefault({}),
    retention: RetentionOptions.prefault({}),
    maxEventBytes: z.int().min(1_000).default(512_000),
    appendTimeoutMs: z.int().min(0).default(1_000),
    priority: z.custom<Priority>((value) => typeof value === 'function').optional(),
    logger: shaped<Logger>('a logger', { debug: fn, info: fn, warn: fn, error: fn }).optional(),
    clock: shaped<Clock>('a clock', { now: fn, after: fn }).optional(),
    random: z.custom<() => number>((value) => typeof value === 'function').optional(),
    newId: z.custom<() => string>((value) => typeof value === 'function').optional(),
  })
  .refine((options) => (options.directory === undefined) !== (options.store === undefined), {
    error: 'give either `directory` (the embedded store) or `store`, not both and not neither',
  });

export interface PipelineOptions<P extends Plan = typeof ecommerce> {
  /** Tells pipelines of one process apart in metrics and traces: `millrace.pipeline.name`. Default `main`. */
  name?: string;
  /** Where the embedded store (LMDB) keeps its files; made if it is not there. This, or `store`. */
  directory?: string;
  /** Another store: `memoryStore()` in tests. */
  store?: OpenStore;
  sources?: readonly Source[];
  /** Applied in this order. */
  transforms?: readonly Transform[];
  destinations?: readonly Destination[];
  /** The tracking plan that types and checks `track`. Default: the Segment e-commerce spec. */
  plan?: P;
  /** What happens to track events whose name the plan does not have. Default `allow`. */
  unplanned?: 'allow' | 'reject';
  retry?: z.input<typeof RetryOptions>;
  /** For how long events are kept that are done with. Default: 30 days, and at most 10 GB. */
  retention?: z.input<typeof RetentionOptions>;
  /** The largest event, in bytes of JSON. Default 512,000. */
  maxEventBytes?: number;
  /**
   * How long a call waits when the disk is slower than the events come, before it rejects with `StoreFull`. 0: not at all.
   * Milliseconds, default 1,000.
   */
  appendTimeoutMs?: number;
  /**
   * Which events are still taken when the store takes no others: the last twentieth of each of its bounds is kept for them.
   * Asked of every event, so it should be quick. Default: orders, consent and erasure, `identify` and `alias`.
   */
  priority?: (event: Event) => boolean;
  /** Default: nothing is logged. A pino logger fits as it is. */
  logger?: Logger;
  clock?: Clock;
  /** Between 0 and 1, for the jitter of retries. Default Math.random. */
  random?: () => number;
  /** Makes the `messageId` of drafts that have none. Default: a random UUID. */
  newId?: () => string;
}
