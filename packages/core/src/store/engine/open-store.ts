import type { ExternalId } from '../../event/context.ts';
import type { Profile } from '../../identity/profile.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Lease, LeaseRequest, Settlement } from '../lease.ts';
import type { DeadLetter, DeadLetterQuery, Drop, Held } from '../records.ts';
import type { StoreStats } from '../stats.ts';
import type { Commit, Store, StoreEnvironment, StoreListener } from '../store.ts';
import { monotonic } from './clock.ts';
import type { Database } from './database.ts';
import { findDeadLetters, findDrops, findHeld } from './listings.ts';
import { decodeHeader } from './entry.ts';
import { GroupCommit } from './group-commit.ts';
import { ownerOf } from './identity-graph.ts';
import { resolveDeadLetters } from './resolve.ts';
import { Queues } from './queues.ts';
import { statsOf } from './stats.ts';

/** The store port over ordered tables: what the memory and the LMDB store have in common, which is nearly all. */
class EngineStore implements Store {
  readonly name: string;
  readonly #database: Database;
  readonly #queues: Queues;
  readonly #commits: GroupCommit;
  readonly #listeners = new Set<StoreListener>();
  #closing: Promise<void> | undefined;
  #closed = false;

  constructor(database: Database, environment: StoreEnvironment) {
    this.name = database.name;
    this.#database = database;
    const last = database.lastPosition();
    const newest = last === 0 ? undefined : database.tables.log.get(last);
    const floor = newest === undefined ? 0 : decodeHeader(newest, last).at;
    this.#queues = new Queues(database, monotonic(environment.clock, floor));
    this.#commits = new GroupCommit(async (commits) => {
      const { results, released } = await this.#queues.append(commits);
      if (released.length > 0) for (const listener of this.#listeners) listener.released(released);
      this.#announceWork();
      return results;
    });
  }

  /** @throws {StoreUnavailable} when it is closed: the database would say so in words of its own. */
  #open(): Database {
    if (this.#closed) throw new StoreUnavailable('The store is closed.');
    return this.#database;
  }

  append(commit: Commit): Promise<readonly boolean[]> {
    return this.#commits.add(commit);
  }

  async lease(destination: string, request: LeaseRequest): Promise<Lease | undefined> {
    this.#open();
    return this.#queues.of(destination).lease(request);
  }

  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    this.#open();
    await this.#queues.of(lease.destination).settle(lease, settlements);
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
  ): Promise<{ key: string; value: unknown }[]> {
    const range = { start: [source, prefix], end: [source, `${prefix}\uffff`], limit } as const;
    return [...this.#open().tables.memory.range(range)].map(({ key, value }) => ({
      key: key[1],
      value,
    }));
  }

  async deadLetters(query: DeadLetterQuery): Promise<DeadLetter[]> {
    return findDeadLetters(this.#open().tables, query, query.limit ?? 100);
  }

  async resolveDeadLetters(query: DeadLetterQuery, action: 'replay' | 'discard'): Promise<number> {
    const resolved = await resolveDeadLetters(this.#open(), this.#queues, query, action);
    if (resolved > 0) this.#announceWork();
    return resolved;
  }

  async drops(limit: number): Promise<Drop[]> {
    return findDrops(this.#open().tables, limit);
  }

  async held(limit: number): Promise<Held[]> {
    return findHeld(this.#open().tables, limit);
  }

  stats(): StoreStats {
    return statsOf(this.#open().tables);
  }

  close(): Promise<void> {
    this.#closing ??= this.#commits.close().then(() => {
      this.#closed = true;
      return this.#database.close();
    });
    return this.#closing;
  }

  #announceWork(): void {
    for (const listener of this.#listeners) listener.work();
  }
}

/** Makes a store of a database. */
export function openStore(database: Database, environment: StoreEnvironment): Store {
  return new EngineStore(database, environment);
}
