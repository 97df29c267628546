import type { ExternalId } from '../event/context.ts';
import type { Event } from '../event/event.ts';
import type { Profile } from '../identity/profile.ts';
import type { Clock } from '../observe/clock.ts';
import type { DeadLetter, DeadLetterQuery, Drop, Held } from './records.ts';
import type { Lease, LeaseRequest, Settlement } from './lease.ts';
import type { StoreStats } from './stats.ts';

/** One event on its way into the log. */
export interface Appended {
  readonly messageId: string;
  /** The event as JSON, in UTF-8. Bytes, as they wait outside the heap. */
  readonly body: Uint8Array;
  /** What it says of who it is about, strongest first; linked in the same commit. Never empty. */
  readonly identifiers: readonly ExternalId[];
  /** The destinations that it is for. With none, it is kept for its id alone. */
  readonly destinations: readonly string[];
  /** Set when a transform dropped it. */
  readonly dropped?: string;
  /** Set when its transform failed: it is kept as a dead letter of stage `transform`. */
  readonly failed?: string;
  /** The dead letter of stage `transform` that this is another try of: it is taken away, and its id is no duplicate. */
  readonly replaces?: number;
  /** The draft's id, where a transform made this event from a draft of another id; both are then known. */
  readonly draftId?: string;
}

/** All that becomes durable together. */
export interface Commit {
  readonly events: readonly Appended[];
  /** What a source must remember of them. `undefined` forgets the key. */
  readonly state?: {
    readonly source: string;
    readonly changes: readonly { readonly key: string; readonly value: unknown }[];
  };
}

/** Who wants to know what commits have changed for the destinations. */
export interface StoreListener {
  /** A destination may have something to do. */
  work(): void;
  /** Held events became due, as something new is known of their profile. */
  released(events: readonly { readonly destination: string; readonly event: Event }[]): void;
}

/** What the adapter gets when the pipeline opens it. */
export interface StoreEnvironment {
  readonly clock: Clock;
}

/**
 * The one durable thing: the event log (each event once), a cursor and the exceptions per destination, the identity
 * graph, the dead letters and the memory of the sources. docs/spec/store.md says the same in numbered clauses, and the
 * contract kit in `@millrace/core/testing` checks them against any adapter.
 *
 * Times come from the store's clock, which never goes backwards, not even over a restart.
 */
export interface Store {
  /** For errors and stats: `memory`, `lmdb`. */
  readonly name: string;

  /**
   * Makes a commit durable, all of it or nothing. Resolves once it would survive a crash of the machine; a rejection
   * means "not stored, or not known to be": appending the same again is safe.
   *
   * An event whose id (or whose draft's id) is in the log already changes nothing: neither identity nor queues.
   * Commits that wait at the same time are written together, in the order of their calls.
   *
   * @returns for each event, in order, whether it was new.
   * @throws {StoreFull} when too much waits to be written, or the disk is full. Nothing is stored.
   */
  append(commit: Commit): Promise<readonly boolean[]>;

  /**
   * Lends events of one destination to the caller, oldest first. No event is lent twice at a time, and none while an
   * earlier one of the same profile is unsettled outside this lease; other profiles are never kept back by that.
   *
   * The first lease of a destination makes this store its dispatcher: leases that another one still holds are void.
   *
   * @returns undefined when nothing is due now.
   */
  lease(destination: string, request: LeaseRequest): Promise<Lease | undefined>;

  /**
   * Says what became of a lease: one durable write for all of it. Every event of the lease has a settlement, and the
   * lease is over.
   *
   * @throws {LeaseLost} when the lease has expired or another dispatcher has taken over. Nothing changes then.
   */
  settle(lease: Lease, settlements: readonly Settlement[]): Promise<void>;

  /** When the next event of a destination becomes due that is not due now, in milliseconds since 1970. */
  nextDue(destination: string): number | undefined;

  /** Tells `listener` what commits of this process have changed for the destinations, after they are durable. */
  listen(listener: StoreListener): () => void;

  /** The profile that has an identifier. */
  profileOf(identifier: ExternalId): Promise<Profile | undefined>;

  /** What a source remembers under a key. */
  recall(source: string, key: string): Promise<unknown>;
  /** What a source remembers under the keys that start with `prefix`, in key order, at most `limit` of them. */
  recallAll(
    source: string,
    prefix: string,
    limit: number,
  ): Promise<readonly { readonly key: string; readonly value: unknown }[]>;

  /** Dead letters, oldest first. */
  deadLetters(query: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /**
   * Takes dead letters away. With `replay`, those of a destination become due again with no attempts counted; those of
   * stage `transform` cannot be replayed by the store, as transforms are not its business.
   *
   * @returns how many were there.
   */
  resolveDeadLetters(query: DeadLetterQuery, action: 'replay' | 'discard'): Promise<number>;
  /** Events that a transform or a destination's rule dropped, newest first. */
  drops(limit: number): Promise<readonly Drop[]>;

  /** Events that wait until something new is known of their profile, oldest first within a destination. */
  held(limit: number): Promise<readonly Held[]>;

  /** Counts, kept as they change: asking costs nothing. */
  stats(): StoreStats;

  /** Lets go of the files. Waits for writes under way. Safe to call twice; killing the process instead loses nothing. */
  close(): Promise<void>;
}

/** What `createPipeline({ store })` takes: how to open a store, once the clock is known. */
export type OpenStore = (environment: StoreEnvironment) => Promise<Store>;
