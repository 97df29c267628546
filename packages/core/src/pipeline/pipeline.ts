import type { Observable } from 'rxjs';
import type { CamelCased, ecommerce } from '../event/ecommerce/index.ts';
import type { Draft } from '../event/message.ts';
import type { Plan } from '../event/plan.ts';
import type { ExternalId } from '../event/context.ts';
import type { Profile } from '../identity/profile.ts';
import type { Activity } from '../observe/activity.ts';
import type { Receipt } from '../source/receipt.ts';
import type { DeadLetter, DeadLetterQuery, Drop, Held, VerifyReport } from '../store/records.ts';
import type { DeliveredQuery } from './replay.ts';
import type { StoreStats } from '../store/stats.ts';
import type * as z from 'zod';

type Call<T extends Draft['type']> = Omit<Draft<T>, 'type'>;

/** The properties of a track call: those of the plan's event, in the spec's spelling or in camelCase. */
type PropertiesOf<P extends Plan, Name extends string> = Name extends keyof P
  ? z.input<P[Name]> | CamelCased<z.input<P[Name]>>
  : { [property: string]: unknown };

/** What `track` takes: a planned name asks for its own properties, any other name takes any. */
export type TrackCall<P extends Plan, Name extends string> = Omit<
  Call<'track'>,
  'event' | 'properties'
> & {
  event: Name;
} & (Name extends keyof P
    ? { properties: PropertiesOf<P, Name> }
    : { properties?: PropertiesOf<P, Name> | null });

/**
 * How many deliveries (an event to a destination) are where. `delivered`: since this pipeline was created; the others:
 * now. Nothing else can have become of an event, but to be dropped by a rule: see `drops()`.
 */
export interface Report {
  readonly delivered: number;
  /** On disk, and to be delivered after the next start. */
  readonly pending: number;
  /** Waiting until something new is known of their profile. */
  readonly held: number;
  /** Dead letters. */
  readonly dead: number;
}

/** The counts of the store, which are of all time, and those of this pipeline. */
export interface PipelineStats extends StoreStats {
  /** Calls that were refused since this pipeline was created: nothing of them is stored. */
  readonly refused: number;
  /**
   * Events that were accepted since this pipeline was created and that no destination takes: their `integrations` keep
   * them away, or no destination has a use for them.
   */
  readonly unrouted: number;
}

export interface DrainOptions {
  /**
   * How long to wait for calls that are under way and for deliveries, in milliseconds. Default 10,000. `close` may take up
   * to fifteen seconds more, if plugins do not let go: each step leaves them behind after five.
   */
  readonly timeoutMs?: number;
}

/**
 * A customer-event pipeline. Every call is awaited: it resolves once the event is on disk, and from then on the event is
 * delivered, held, pending or a dead letter, whatever happens to the process.
 *
 * Calls reject with {@link InvalidEvent} when the event is malformed, with {@link StoreFull} when the store takes no more
 * for now, and with {@link PipelineClosed} after `close`: nothing is stored then. A call that nobody awaits never
 * becomes an unhandled rejection. Each refusal is logged as a warning, is activity, and is counted, awaited or not.
 */
export interface Pipeline<P extends Plan = typeof ecommerce> {
  /** Somebody did something. */
  track<const Name extends (keyof P & string) | (string & {})>(
    call: TrackCall<P, Name>,
  ): Promise<Receipt>;
  /** Who somebody is. */
  identify(call: Call<'identify'>): Promise<Receipt>;
  /** Somebody saw a page. */
  page(call: Call<'page'>): Promise<Receipt>;
  /** Somebody saw a screen of an app. */
  screen(call: Call<'screen'>): Promise<Receipt>;
  /** Somebody belongs to a group. */
  group(call: Call<'group'>): Promise<Receipt>;
  /** Two ids are one person. */
  alias(call: Call<'alias'>): Promise<Receipt>;
  /** Any of the six messages, as it came over the wire. */
  accept(draft: Draft): Promise<Receipt>;

  /** Runs the sources and the deliveries. Without it, calls still append. Safe to call twice. */
  start(): Promise<void>;
  /**
   * Waits until the calls under way have ended and nothing is pending, or until the time is up: for hosts that are frozen
   * between requests. What is held, and what a destination that is paused by hand or dispatched by another process has
   * pending, is not waited for; before `start`, no delivery is. Calls that overlap share one look at the store, and each
   * waits as long as its own `timeoutMs` says. A call that `close` overtakes answers the report of `close`.
   */
  flush(options?: DrainOptions): Promise<Report>;
  /**
   * Stops the sources, waits within the time for calls under way and for deliveries, cuts short what is under way then,
   * and closes the store. What is still pending is on disk. A call that is not stored by then is refused with
   * {@link PipelineClosed}. Deliveries that end later are settled no more, so the report stays true.
   *
   * Safe to call twice: both wait for the first one, and for as long as that says. Signals are the host's business: call
   * this from your own handler.
   */
  close(options?: DrainOptions): Promise<Report>;

  /** What happens to events, as it happens. Hot: subscribe before `start`. */
  readonly activity$: Observable<Activity>;
  /**
   * How near the store is to refusing events with {@link StoreFull}, from 0 to 1: the largest of what waits to be written
   * (of 32 MiB), of what the log holds for destinations that have not taken it yet (of `retention.maxBytes`), and 1 while
   * the disk is full and after `close`. What is kept though it was delivered does not count, as it makes room by itself.
   * Asking costs nothing; ask before you take a request on.
   *
   * @example
   * server.post('/collect', async (request, response) => {
   *   if (pipeline.pressure > 0.9) return response.status(503).set('retry-after', '5').end();
   *   response.json(await pipeline.accept(request.body));
   * });
   */
  readonly pressure: number;
  /** Counts per destination. Costs nothing. */
  stats(): PipelineStats;
  /** The profile that an identifier belongs to, as `{ type: 'email', id: 'ana@shop.co' }`. */
  profile(identifier: ExternalId): Promise<Profile | undefined>;
  /** Events that could not be delivered, oldest first. */
  deadLetters(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /** Tries dead letters again, from the stage at which they died. Returns how many. */
  replay(query?: DeadLetterQuery): Promise<number>;
  /**
   * Delivers events of the past once more, to one destination: those that it has taken or dropped, and those that it
   * never got because it was added later or did not want them then. What is waiting for it, held or a dead letter there
   * stays as it is. Within retention; its `accepts` and the events' `integrations` decide as they do for a new event.
   *
   * For a destination that was added later, an account that was wiped, or a mapping that was wrong. The operations
   * have the idempotency keys that they had the first time: a vendor that heeds them takes a repetition as none. For one
   * that does not, or has forgotten, they are new.
   *
   * Resolves when all of them are due, with their number. If the process ends before, call it again: what is due already
   * is not made due twice.
   *
   * @throws {UnknownDestination} when the pipeline has no such destination.
   */
  replayDelivered(query: DeliveredQuery): Promise<number>;
  /**
   * Delivers nothing more to one destination until {@link resume}, in no process, and also after a restart: for an account
   * that is being moved, or a mapping that turns out to be wrong. Calls under way are settled. Its events wait, and are
   * kept for as long as they do.
   *
   * @throws {UnknownDestination} when the pipeline has no such destination.
   */
  pause(destination: string): Promise<void>;
  /**
   * Ends a {@link pause}.
   *
   * @throws {UnknownDestination} when the pipeline has no such destination.
   */
  resume(destination: string): Promise<void>;
  /** Gives up on dead letters. Returns how many. */
  discard(query?: DeadLetterQuery): Promise<number>;
  /** Events that wait until something new is known of their profile, and why; oldest first within a destination. */
  held(limit?: number): Promise<readonly Held[]>;
  /** Events that went no further by the rule of a transform or a destination, newest first. */
  drops(limit?: number): Promise<readonly Drop[]>;
  /**
   * Reads the whole store and compares everything in it with everything else: events, ids, queues and counts. While it
   * runs, which takes half a minute for a million events, all else goes on, and the files grow by what is written.
   */
  verify(): Promise<VerifyReport>;
}
