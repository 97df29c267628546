import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  anonymous,
  email,
  event,
  openBench,
  user,
  usual,
  type StoreBench,
} from '../testing/store/bench.ts';
import type { Lease, Settlement } from './lease.ts';
import { lmdbStore } from './lmdb/lmdb-store.ts';
import { memoryStore } from './memory/memory-store.ts';
import type { OpenStore } from './store.ts';

// Random histories, checked against what was promised: order within a profile, no event lent twice at a time, none
// lost, none stuck.

type Command =
  | { kind: 'append'; people: number[] }
  | { kind: 'identify'; person: number }
  | { kind: 'lease'; max: number }
  | { kind: 'settle'; how: Settlement['status'][]; together: boolean }
  | { kind: 'wait'; ms: number }
  | { kind: 'restart' };

const person = fc.integer({ min: 0, max: 3 });
const how = fc.constantFrom<Settlement['status']>(
  'delivered',
  'delivered',
  'retry',
  'release',
  'held',
  'dead',
  'dropped',
);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      people: fc.array(person, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('identify' as const), person }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lease' as const),
      max: fc.integer({ min: 1, max: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      how: fc.array(how, { minLength: 1, maxLength: 5 }),
      together: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.integer({ min: 1, max: 2_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
);

/** Plays a history and checks each step. */
class History {
  readonly #bench: StoreBench;
  /** In append order. */
  readonly #events: { id: string; person: number }[] = [];
  readonly #gone = new Set<string>();
  readonly #onLoan = new Map<string, Lease>();
  #leases: Lease[] = [];

  constructor(bench: StoreBench) {
    this.#bench = bench;
  }

  async play(step: Command): Promise<void> {
    switch (step.kind) {
      case 'append':
        await Promise.all(step.people.map((who) => this.#append(who)));
        break;
      case 'identify':
        await this.#append(step.person, true);
        break;
      case 'lease':
        await this.#lease(step.max);
        break;
      case 'settle':
        await this.#settleSome(step.how, step.together);
        break;
      case 'wait':
        await this.#bench.clock.advance(step.ms);
        break;
      case 'restart':
        await this.#bench.restart();
        this.#leases = [];
        this.#onLoan.clear();
    }
  }

  /** In the end everything that may go, goes: nothing is stuck. */
  async drain(): Promise<void> {
    await Promise.all(this.#leases.splice(0).map((lease) => this.#settle(lease, ['release'])));
    for (let who = 0; who <= 3; who += 1) await this.#append(who, true);
    await this.#bench.clock.advance(10_000);
    while (await this.#lease(3)) {
      for (const lease of this.#leases.splice(0)) await this.#settle(lease, ['delivered']);
    }
    expect(this.#events.filter(({ id }) => !this.#gone.has(id))).toEqual([]);
    const { pending, held } = this.#bench.store.stats().destinations[usual] ?? {
      pending: 0,
      held: 0,
    };
    expect({ pending, held }).toEqual({ pending: 0, held: 0 });
  }

  async #append(who: number, known = false): Promise<void> {
    const id = `e${this.#events.length}`;
    this.#events.push({ id, person: who });
    // A new email each time: something is learned. A user id along with it, so that one person may have several.
    const ids = known
      ? [user(`u${who}`), email(`${who}-${id}@shop.co`), anonymous(`a${who}`)]
      : [anonymous(`a${who}`)];
    await this.#bench.append(event(id, ids));
  }

  async #lease(max: number): Promise<boolean> {
    const lease = await this.#bench.lease({ max });
    if (lease === undefined) return false;
    const ids = lease.events.map((leased) => leased.event.messageId);
    expect(ids.length).toBeLessThanOrEqual(max);
    for (const id of ids) {
      expect(this.#gone, `${id} was lent after it was settled for good`).not.toContain(id);
      expect(this.#onLoan.has(id), `${id} was lent twice`).toBe(false);
    }
    for (const id of ids) this.#expectInOrder(id, ids);
    for (const id of ids) this.#onLoan.set(id, lease);
    this.#leases.push(lease);
    return true;
  }

  #expectInOrder(id: string, lent: readonly string[]): void {
    const index = this.#events.findIndex((one) => one.id === id);
    for (const earlier of this.#events.slice(0, index)) {
      if (earlier.person !== this.#events[index]?.person || this.#gone.has(earlier.id)) continue;
      expect(lent.indexOf(earlier.id), `${id} overtook ${earlier.id}`).toBeGreaterThanOrEqual(0);
      expect(lent.indexOf(earlier.id)).toBeLessThan(lent.indexOf(id));
    }
  }

  async #settleSome(outcomes: readonly Settlement['status'][], together: boolean): Promise<void> {
    const leases = this.#leases.splice(0, together ? this.#leases.length : 1);
    await Promise.all(leases.map((lease) => this.#settle(lease, outcomes)));
  }

  async #settle(lease: Lease, outcomes: readonly Settlement['status'][]): Promise<void> {
    // Once one of a profile must wait, a dispatcher leaves those after it alone.
    const waiting = new Set<number>();
    const settlements = lease.events.map(({ ref, profile }, index): Settlement => {
      const status = waiting.has(profile.id)
        ? 'release'
        : (outcomes[index % outcomes.length] ?? 'delivered');
      if (status === 'retry' || status === 'release' || status === 'held') waiting.add(profile.id);
      if (status === 'retry')
        return { ref, status, at: this.#bench.clock.now() + 1_000, reason: 'busy' };
      if (status === 'dead') return { ref, status, stage: 'deliver', reason: 'refused' };
      if (status === 'held' || status === 'dropped') return { ref, status, reason: 'a rule' };
      return { ref, status };
    });
    await this.#bench.store.settle(lease, settlements);
    lease.events.forEach((leased, index) => {
      const id = leased.event.messageId;
      this.#onLoan.delete(id);
      if (['delivered', 'dead', 'dropped'].includes(settlements[index]?.status ?? ''))
        this.#gone.add(id);
    });
  }
}

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

function lmdbPlace(): OpenStore {
  const directory = mkdtempSync(join(tmpdir(), 'millrace-history-'));
  directories.push(directory);
  return lmdbStore(directory);
}

describe.each([
  { name: 'memory', place: memoryStore, runs: 1_000 },
  { name: 'lmdb', place: lmdbPlace, runs: 100 },
])('any history of the $name store', ({ place, runs }) => {
  it(
    'L1 L2 L3 S1 C1: keeps order, lends once, loses nothing, and leaves nothing stuck',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(command, { maxLength: 40 }), async (steps) => {
          const bench = await openBench(place());
          try {
            const history = new History(bench);
            for (const step of steps) await history.play(step);
            await history.drain();
          } finally {
            await bench.store.close();
          }
        }),
        { numRuns: runs },
      );
    },
  );
});
