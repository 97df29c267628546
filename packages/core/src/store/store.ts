import type { ExternalId } from '../event/context.ts';
import type { Event } from '../event/event.ts';
import type { Profile } from '../identity/profile.ts';
import type { Clock } from '../observe/clock.ts';
import type { Logger } from '../observe/logger.ts';
import type { CrashCounter } from './crashes.ts';
import type { Opener } from './opener.ts';
import type {
  DeadLetter,
  DeadLetterQuery,
  Drop,
  Held,
  Readmission,
  Remembered,
  VerifyReport,
} from './records.ts';
import type { Retention } from './retention.ts';
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
  /** Orders, consent and the like: taken from a reserve when the store takes nothing else any more. */
  readonly priority?: boolean;
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

/** Who wants to know what has changed for the destinations. */
export interface StoreListener {
  /** A destination may have something to do. */
  work(): void;
  /** Held events became due, as something new is known of their profile. */
  released(events: readonly { readonly destination: string; readonly event: Event }[]): void;
  /** Events were dropped, as they were held for too long. */
  expired?(
    events: readonly {
      readonly destination: string;
      readonly event: Event;
      readonly reason: string;
    }[],
  ): void;
}

/** What the adapter gets when the pipeline opens it. */
export interface StoreEnvironment {
  readonly clock: Clock;
  /** Who opens it, among those who may have it open at the same time. Default: this process. */
  readonly opener?: Opener;
  /** What may be removed, and when. Default: nothing, ever. */
  readonly retention?: Retention;
  /** How long an append waits for room before it is refused, in milliseconds. Default 1,000. */
  readonly appendTimeoutMs?: number;
  /** Is told when the log comes near its bound. Default: nobody. */
  readonly logger?: Pick<Logger, 'warn'>;
}

/**
 * The one durable thing: the event log (each event once), a cursor and the exceptions per destination, the identity
 * graph, the dead letters and the memory of the sources. docs/spec/store.md says the same in numbered clauses, and the
 * contract kit in `@millrace/core/testing` checks them against any adapter.
 *
 * Times come from the store's clock, which never goes backwards: after a restart it goes on from the latest time that
 * was written down.
 */
export interface Store {
  /** For errors and stats: `memory`, `lmdb`. */
  readonly name: string;

  /** Which events user code ran for when a process ended that had this store open. */
  readonly crashes: CrashCounter;

  /**
   * Makes a commit durable, all of it or nothing. Resolves once it would survive a crash of the machine; a rejection
   * means "not stored, or not known to be": appending the same again is safe.
   *
   * An event whose id (or whose draft's id) is in the log already changes nothing: neither identity nor queues.
   * Commits that wait at the same time are written together, in the order of their calls. When more is to be written than
   * memory should hold, the call waits for room. A commit has priority when one of its events has: the last twentieth of
   * each bound is kept for those.
   *
   * @returns for each event, in order, whether it was new.
   * @throws {StoreFull} when it has waited for room in vain, when the log is full, or the disk. Nothing is stored.
   */
  append(commit: Commit): Promise<readonly boolean[]>;

  /**
   * Lends events of one destination to the caller, oldest first. No event is lent twice at a time, and none while an
   * earlier one of the same profile is unsettled outside this lease; other profiles are never kept back by that.
   *
   * One of those who have the store open dispatches a destination: the first that asks. The others stand by. When the
   * dispatcher closes, or has given no sign of life for four seconds, the next one that asks takes over, and leases
   * that the old one still holds are void. Who stands by is told by {@link StoreListener.work} when it is time to ask.
   *
   * @returns undefined when nothing is due now, when the destination is paused, and when another one dispatches it.
   */
  lease(destination: string, request: LeaseRequest): Promise<Lease | undefined>;

  /**
   * Whether this one dispatches the destination, and nothing of it is due or on loan, now or later: what is pending there
   * is behind events that are held.
   */
  isIdle(destination: string): boolean;

  /** Whether another one dispatches the destination, so that {@link lease} gave nothing for that reason. */
  standsBy(destination: string): boolean;

  /**
   * The same lease with a later end, `ms` milliseconds from now: for a delivery that takes longer than was thought. Use
   * what it returns from then on. Nothing is written.
   *
   * @throws {LeaseLost} when the lease is over.
   */
  extend(lease: Lease, ms: number): Promise<Lease>;

  /**
   * Says what became of a lease: one durable write for all of it. Every event of the lease has a settlement, and the
   * lease is over.
   *
   * @throws {LeaseLost} when the lease has expired or another dispatcher has taken over. Nothing changes then.
   */
  settle(lease: Lease, settlements: readonly Settlement[]): Promise<void>;

  /**
   * Lends no more events of a destination until {@link resume}, whoever dispatches it, and also after a restart. Leases
   * under way may be settled.
   */
  pause(destination: string): Promise<void>;
  /** Ends a {@link pause}. */
  resume(destination: string): Promise<void>;

  /**
   * The store's clock, in milliseconds since 1970: all times of the port are its times. It never goes backwards. When
   * the machine's clock was set back, it runs at half speed until that has caught up: so what must wait until some
   * time `at` waits `at - store.now()`, and the machine's clock says nothing about that.
   */
  now(): number;

  /** When the next event of a destination becomes due that is not due now, in milliseconds since 1970. */
  nextDue(destination: string): number | undefined;

  /**
   * Tells `listener` what has changed for the destinations, after it is durable. Once somebody has asked for a lease, that
   * includes what other processes commit: at most a quarter of a second later, and only as `work`.
   */
  listen(listener: StoreListener): () => void;

  /** The profile of an identifier. */
  profileOf(identifier: ExternalId): Promise<Profile | undefined>;

  /** What a source remembers under a key. */
  recall(source: string, key: string): Promise<unknown>;
  /** The first `limit` keys that start with `prefix`, in key order; behind `after`, which is a key of an earlier answer. */
  recallAll(
    source: string,
    prefix: string,
    limit: number,
    after?: string,
  ): Promise<readonly Remembered[]>;

  /** Dead letters, oldest first. */
  deadLetters(query: DeadLetterQuery): Promise<readonly DeadLetter[]>;
  /**
   * Takes dead letters away. With `replay`, those of a destination become due again with no attempts counted; those of
   * stage `transform` cannot be replayed by the store, as transforms are not its business.
   *
   * @returns how many were there.
   */
  resolveDeadLetters(query: DeadLetterQuery, action: 'replay' | 'discard'): Promise<number>;
  /**
   * Makes events of the log due again for one destination, which need not be one that they were for: those that were
   * delivered there, dropped there, or never routed there. What is pending, held or a dead letter there stays as it is,
   * and so does what a transform has dropped or failed with. Each counts as routed once more. Their profiles' order
   * holds: what has not been delivered of a profile waits until its readmitted events are settled.
   *
   * Written in slices, oldest first. When it is cut short, the same call again does the rest; but what was delivered
   * meanwhile is readmitted once more.
   *
   * @returns how many have become due.
   */
  readmit(destination: string, readmission: Readmission): Promise<number>;

  /**
   * Removes what retention is done with, at once; the store does the same by itself from time to time. An event goes
   * with its ids and its drops: when its `messageId` comes again, it is new. The identity graph stays.
   *
   * @returns how many events it has removed.
   */
  prune(): Promise<number>;

  /**
   * Reads everything, and compares the counts, the indexes and the events with each other. It sees the store as it is
   * when it begins; everything else goes on meanwhile.
   */
  verify(): Promise<VerifyReport>;

  /** Events that a transform or a destination's rule dropped, newest first. */
  drops(limit: number): Promise<readonly Drop[]>;

  /** Events that wait until something new is known of their profile, oldest first within a destination. */
  held(limit: number): Promise<readonly Held[]>;

  /**
   * How near the store is to refusing appends, from 0 to 1: the largest of what waits to be written, what the log holds
   * (only what is not delivered yet), each as a part of its bound, and 1 while the disk is full. Asking costs nothing.
   */
  readonly pressure: number;

  /** Counts, kept as they change: asking costs nothing. */
  stats(): StoreStats;

  /**
   * Takes no more, waits for what is under way, and lets go of the files. Safe to call twice; a kill loses nothing either.
   *
   * @returns the counts as this store leaves them.
   */
  close(): Promise<StoreStats>;
}

/** What `createPipeline({ store })` takes: how to open a store, once the clock is known. */
export type OpenStore = (environment: StoreEnvironment) => Promise<Store>;
