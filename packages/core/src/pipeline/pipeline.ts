import type { Observable } from 'rxjs';
import type { CamelCased, ecommerce } from '../event/ecommerce/index.ts';
import type { Draft } from '../event/message.ts';
import type { Plan } from '../event/plan.ts';
import type { ExternalId } from '../event/context.ts';
import type { Profile } from '../identity/profile.ts';
import type { Activity } from '../observe/activity.ts';
import type { Receipt } from '../source/receipt.ts';
import type { DeadLetter, DeadLetterQuery, Drop, Held } from '../store/records.ts';
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

export interface DrainOptions {
  /** How long to wait for deliveries, in milliseconds. Default 10,000. */
  readonly timeoutMs?: number;
}

/**
 * A customer-event pipeline. Every call is awaited: it resolves once the event is on disk, and from then on the event is
 * delivered, held, pending or a dead letter, whatever happens to the process.
 *
 * Calls reject with {@link InvalidEvent} when the event is malformed (nothing is stored then) and with
 * {@link StoreFull} when the store takes no more for now.
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
   * Waits until nothing is pending, or until the time is up. Overlapping calls share one run. Before `start` there is
   * nothing to wait for.
   */
  flush(options?: DrainOptions): Promise<Report>;
  /**
   * Stops the sources, waits for deliveries within the time, and closes the store. What is still pending is on disk.
   * Safe to call twice. Signals are the host's business: call this from your own handler.
   */
  close(options?: DrainOptions): Promise<Report>;

  /** What happens to events, as it happens. Hot: subscribe before `start`. */
  readonly activity$: Observable<Activity>;
  /** Counts per destination. Costs nothing. */
  stats(): StoreStats;
  /** The profile that an identifier belongs to, as `{ type: 'email', id: 'ana@shop.co' }`. */
  profile(identifier: ExternalId): Promise<Profile | undefined>;
  /** Events that could not be delivered, oldest first. */
  deadLetters(query?: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /** Tries dead letters again, from the stage at which they died. Returns how many. */
  replay(query?: DeadLetterQuery): Promise<number>;
  /** Gives up on dead letters. Returns how many. */
  discard(query?: DeadLetterQuery): Promise<number>;
  /** Events that wait until something new is known of their profile, and why; oldest first within a destination. */
  held(limit?: number): Promise<readonly Held[]>;
  /** Events that went no further by the rule of a transform or a destination, newest first. */
  drops(limit?: number): Promise<readonly Drop[]>;
}
