import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { systemClock } from '../observe/clock.ts';
import { event, user, usual } from '../testing/store/bench.ts';
import { checkHistory, type Operation } from '../testing/store/__fixtures__/history-checker.ts';
import { LeaseLost, type Lease, type Settlement } from './lease.ts';
import { lmdbStore } from './lmdb/lmdb-store.ts';
import { memoryStore } from './memory/memory-store.ts';
import type { OpenStore, Store } from './store.ts';

// Real concurrency: callers and workers of two stores on one place, by the real clock. Nobody says in which order things
// happen; what was seen is written down, and judged afterwards.

const people = 12;
const workers = 8;
const eventsOfEach = 40;

class Run {
  readonly operations: Operation[] = [];
  #ticks = 0;
  #leases = 0;
  readonly #stores: readonly Store[];
  #finished = 0;
  readonly #random = mulberry(7);

  constructor(stores: readonly Store[]) {
    this.#stores = stores;
  }

  /** Somebody whose events come one after the other, by one store or the other, some of them twice. */
  async person(number: number): Promise<void> {
    for (let count = 0; count < eventsOfEach; count += 1) {
      const id = `${number}-${count}`;
      const repeated = this.#random() < 0.2;
      const [one, other] = this.#stores;
      await Promise.all([
        this.#append(this.#random() < 0.5 ? one : other, id, number),
        repeated ? this.#append(other, id, number) : undefined,
      ]);
    }
  }

  /** Leases and settles until everything has been settled for good, or `stops` says so. */
  async worker(store: Store, stops: () => boolean): Promise<void> {
    while (this.#finished < people * eventsOfEach && !stops()) {
      const called = (this.#ticks += 1);
      const leaseMs = this.#random() < 0.1 ? 20 : 60_000;
      const lease = await store.lease(usual, { maxEvents: 5, maxBytes: 1_000_000, leaseMs });
      if (lease === undefined) {
        await sleep(2);
        continue;
      }
      const name = `${(this.#leases += 1)}`;
      this.operations.push({
        kind: 'lease',
        lease: name,
        epoch: lease.epoch,
        at: store.now(),
        expiresAt: lease.expiresAt,
        ids: lease.events.map((leased) => leased.event.messageId),
        called,
        answered: (this.#ticks += 1),
      });
      // Whoever comes after a store that was closed gets what its workers had.
      if (stops()) return;
      // Now and then a worker forgets what it has, and whoever comes later gets it.
      if (leaseMs === 20 && this.#random() < 0.5) continue;
      await sleep(this.#random() * (leaseMs === 20 ? 40 : 4));
      await this.#settle(store, name, lease);
    }
  }

  async #append(store: Store | undefined, id: string, number: number): Promise<void> {
    if (store === undefined) throw new TypeError('a run needs two stores');
    const called = (this.#ticks += 1);
    const [isNew = false] = await store.append({ events: [event(id, user(`${number}`))] });
    const answered = (this.#ticks += 1);
    this.operations.push({ kind: 'append', id, person: `${number}`, isNew, called, answered });
  }

  async #settle(store: Store, name: string, lease: Lease): Promise<void> {
    // What follows one that must wait, waits with it: as a dispatcher does.
    const waiting = new Set<number>();
    const settlements = lease.events.map(({ ref, profile }): Settlement => {
      const chance = this.#random();
      if (waiting.has(profile.id)) return { ref, status: 'release' };
      if (chance < 0.25) waiting.add(profile.id);
      if (chance < 0.2) return { ref, status: 'retry', at: store.now() + 20, reason: 'busy' };
      if (chance < 0.25) return { ref, status: 'release' };
      if (chance < 0.28) return { ref, status: 'dead', stage: 'deliver', reason: 'refused' };
      if (chance < 0.3) return { ref, status: 'dropped', reason: 'a rule' };
      return { ref, status: 'delivered' };
    });
    const statuses = Object.fromEntries(
      lease.events.map((leased, index) => [
        leased.event.messageId,
        settlements[index]?.status ?? 'release',
      ]),
    );
    const called = (this.#ticks += 1);
    const done = await store.settle(lease, settlements).then(
      () => true,
      (error: unknown) => {
        if (error instanceof LeaseLost) return false;
        throw error;
      },
    );
    const answered = (this.#ticks += 1);
    this.operations.push({ kind: 'settle', lease: name, statuses, done, called, answered });
    const ended = settlements.filter(({ status }) => !['retry', 'release'].includes(status));
    if (done) this.#finished += ended.length;
  }
}

/** A small generator of numbers between 0 and 1: which calls a run makes does not change from day to day. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function play(open: OpenStore): Promise<{ run: Run; last: Store }> {
  const first = await open({ clock: systemClock });
  const second = await open({ clock: systemClock });
  const run = new Run([first, second]);
  const callers = Array.from({ length: people }, (_, number) => run.person(number));
  let isOver = false;
  const crew = (store: Store, stops: () => boolean): Promise<void>[] =>
    Array.from({ length: workers }, () => run.worker(store, stops));
  const early = crew(first, () => isOver);
  const late = crew(second, () => false);
  await Promise.all(callers);
  // The first one leaves with leases in its hands, and the second one takes over.
  isOver = true;
  await Promise.all(early);
  await first.close();
  await Promise.all(late);
  return { run, last: second };
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const places = {
  memory: memoryStore,
  lmdb: () => {
    const directory = mkdtempSync(join(tmpdir(), 'millrace-concurrency-'));
    directories.push(directory);
    return lmdbStore(directory);
  },
};

describe.each(Object.entries(places))(
  'two stores of one place, %s, used by many at once',
  (_name, place) => {
    it(
      'A2 L2 L3 L7 L9 S1: keep order, lend once, and lose nothing',
      { timeout: 60_000 },
      async () => {
        const { run, last } = await play(place());
        const { pending, delivered, dead, dropped } = last.stats().destinations[usual] ?? {};
        await last.close();
        expect(checkHistory(run.operations)).toEqual([]);
        expect(pending).toBe(0);
        expect((delivered ?? 0) + (dead ?? 0) + (dropped ?? 0)).toBe(people * eventsOfEach);
      },
    );
  },
);
