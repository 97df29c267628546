import type { ExternalId } from '../../event/context.ts';
import type { Profile } from '../../identity/profile.ts';
import type { Clock } from '../../observe/clock.ts';
import { silentLogger } from '../../observe/logger.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Lease, LeaseRequest, Settlement } from '../lease.ts';
import type {
  DeadLetter,
  DeadLetterQuery,
  Drop,
  Held,
  Readmission,
  Remembered,
  VerifyReport,
} from '../records.ts';
import type { StoreStats } from '../stats.ts';
import type { Commit, Store, StoreEnvironment, StoreListener } from '../store.ts';
import { latestTime, monotonic } from './clock.ts';
import { NotedCrashCounter } from './crash-counter.ts';
import { isGone, letGo, tokenOf } from './crash-owner.ts';
import type { Database } from './database.ts';
import { findDeadLetters, findDrops, findHeld } from './listings.ts';
import { GroupCommit, hasPriority } from './group-commit.ts';
import { ownerOf } from './identity-graph.ts';
import { Presence } from './presence.ts';
import { Pruner } from './pruner.ts';
import { readmit } from './readmit.ts';
import { recallAll } from './recall.ts';
import { resolveDeadLetters } from './resolve.ts';
import { Queues } from './queues.ts';
import { Quota } from './quota.ts';
import { statsOf } from './stats.ts';
import { verify } from './verify.ts';

/** What the log may hold, in bytes. */
const usualMaxBytes = 10e9;

/** The store port over ordered tables: what the memory and the LMDB store have in common, which is nearly all. */
class EngineStore implements Store {
  readonly name: string;
  readonly crashes: NotedCrashCounter;
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #presence: Presence;
  readonly #queues: Queues;
  readonly #commits: GroupCommit;
  readonly #quota: Quota;
  readonly #listeners = new Set<StoreListener>();
  /** Settles under way. */
  readonly #settling = new Set<Promise<void>>();
  readonly #pruner: Pruner | undefined;
  #unwatch: (() => void) | undefined;
  #closing: Promise<StoreStats> | undefined;
  #closed = false;

  constructor(database: Database, environment: StoreEnvironment) {
    this.name = database.name;
    this.#database = database;
    this.#clock = environment.clock;
    const self = {
      scratch: database.scratch,
      token: tokenOf(environment.opener),
      isGone: (token: string) => isGone(token, environment.opener),
    };
    this.#presence = new Presence({
      ...self,
      clock: environment.clock,
      look: () => void (this.#queues.look() && this.#announceWork()),
    });
    this.#queues = new Queues({
      database,
      now: monotonic(environment.clock, latestTime(database)),
      presence: this.#presence,
      logger: environment.logger ?? silentLogger,
      // Whoever waits for deliveries here waits in vain, once this store stands by.
      announce: () => this.#announceWork(),
    });
    this.crashes = new NotedCrashCounter({ ...self, now: () => environment.clock.now() });
    this.#commits = new GroupCommit(async (commits) => {
      const { results, released } = await this.#queues.append(commits);
      if (released.length > 0) for (const listener of this.#listeners) listener.released(released);
      this.#announceWork();
      return results;
    }, environment);
    const { clock, retention } = environment;
    const maxBytes = retention?.maxBytes ?? usualMaxBytes;
    this.#quota = new Quota(database.tables, { ...environment, maxBytes });
    if (retention !== undefined) {
      this.#pruner = new Pruner({
        database,
        retention,
        now: this.#queues.now,
        clock,
        listeners: this.#listeners,
      });
    }
  }

  /** @throws {StoreUnavailable} when it is closed: the database would say so in words of its own. */
  #open(): Database {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    return this.#database;
  }

  async append(commit: Commit): Promise<readonly boolean[]> {
    // What a source remembers takes no room in the log.
    if (!this.#closed && commit.events.length > 0) this.#quota.check(hasPriority(commit));
    return this.#commits.add(commit);
  }

  async lease(destination: string, request: LeaseRequest): Promise<Lease | undefined> {
    this.#open();
    if (this.#closing === undefined)
      this.#unwatch ??= this.#database.watch?.(this.#clock, this.#announceWork);
    return this.#queues.of(destination).lease(request);
  }

  standsBy(destination: string): boolean {
    return this.#queues.of(destination).standsBy;
  }

  isIdle(destination: string): boolean {
    this.#open();
    return this.#queues.of(destination).isIdle;
  }

  async extend(lease: Lease, ms: number): Promise<Lease> {
    this.#open();
    return this.#queues.of(lease.destination).extend(lease, ms);
  }

  async pause(destination: string): Promise<void> {
    this.#open();
    await this.#queues.setPaused(destination, true);
    this.#announceWork();
  }

  async resume(destination: string): Promise<void> {
    this.#open();
    await this.#queues.setPaused(destination, false);
    this.#announceWork();
  }

  now(): number {
    return this.#queues.now();
  }

  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    if (this.#closing !== undefined) throw new StoreUnavailable('The store is closed.');
    const settling = this.#queues.of(lease.destination).settle(lease, settlements);
    this.#settling.add(settling);
    await settling.finally(() => this.#settling.delete(settling));
    this.#announceWork();
  }

  nextDue(destination: string): number | undefined {
    this.#open();
    return this.#queues.of(destination).nextDue();
  }

  listen(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async profileOf(identifier: ExternalId): Promise<Profile | undefined> {
    return ownerOf(this.#open().tables, identifier);
  }

  async recall(source: string, key: string): Promise<unknown> {
    return this.#open().tables.memory.get([source, key]);
  }

  async recallAll(
    source: string,
    prefix: string,
    limit: number,
    after?: string,
  ): Promise<Remembered[]> {
    return recallAll(this.#open().tables, source, prefix, limit, after);
  }

  async deadLetters(query: DeadLetterQuery): Promise<DeadLetter[]> {
    return findDeadLetters(this.#open().tables, query, query.limit ?? 100);
  }

  async resolveDeadLetters(query: DeadLetterQuery, action: 'replay' | 'discard'): Promise<number> {
    return resolveDeadLetters(this.#open(), this.#queues, query, action, this.#announceWork);
  }

  async readmit(destination: string, readmission: Readmission): Promise<number> {
    const { now } = this.#queues;
    return readmit(this.#open(), destination, now, readmission, this.#announceWork);
  }

  async prune(): Promise<number> {
    this.#open();
    return this.#pruner?.prune() ?? 0;
  }

  async verify(): Promise<VerifyReport> {
    return verify(this.#open());
  }

  async drops(limit: number): Promise<Drop[]> {
    return findDrops(this.#open().tables, limit);
  }

  async held(limit: number): Promise<Held[]> {
    return findHeld(this.#open().tables, limit);
  }

  get pressure(): number {
    if (this.#closed || this.#database.isFull()) return 1;
    return Math.min(1, Math.max(this.#commits.pressure, this.#quota.level));
  }

  stats(): StoreStats {
    const database = this.#open();
    return { ...statsOf(database.tables), appended: database.lastPosition() };
  }

  close(): Promise<StoreStats> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<StoreStats> {
    await this.#commits.close();
    await Promise.allSettled(this.#settling);
    await this.#pruner?.close();
    const stats = this.stats();
    this.#closed = true;
    this.#unwatch?.();
    this.#presence.close();
    this.crashes.close();
    letGo(this.#presence.token);
    await this.#database.close();
    return stats;
  }

  readonly #announceWork = (): void => {
    for (const listener of this.#listeners) listener.work();
  };
}

/** Makes a store of a database. */
export function openStore(database: Database, environment: StoreEnvironment): Store {
  return new EngineStore(database, environment);
}
