import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import {
  anonymous,
  assertSound,
  event,
  openBench,
  usual,
  type StoreBench,
} from '../testing/store/bench.ts';
import { lmdbPlace, removePlaces } from './__fixtures__/places.ts';
import type { Lease, Settlement } from './lease.ts';
import { memoryStore } from './memory/memory-store.ts';

// Random histories in which the log is pruned and events are readmitted, against a model that knows what must be left.

/** A second stands for a day: the store has timers that run several times a second. */
const day = 1_000;
const days = (count: number): number => (count * day) / (24 * 60 * 60 * 1_000);
const keptDays = 2;

type Step =
  | { kind: 'append'; people: number[] }
  | { kind: 'lease'; max: number }
  | { kind: 'settle'; how: Settlement['status'][] }
  | { kind: 'readmit'; chosen: number[] }
  | { kind: 'wait'; days: number }
  | { kind: 'replay' | 'restart' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('append' as const),
      people: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('lease' as const),
      max: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('settle' as const),
      how: fc.array(
        fc.constantFrom<Settlement['status']>('delivered', 'delivered', 'retry', 'release', 'dead'),
        { minLength: 1, maxLength: 4 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('readmit' as const),
      chosen: fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), days: fc.constantFrom(1, 3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom('replay' as const, 'restart' as const) }),
  },
);

interface Known {
  readonly id: string;
  readonly person: number;
  readonly at: number;
  state: 'unsettled' | 'settled' | 'dead' | 'pruned';
}

class History {
  readonly #bench: StoreBench;
  readonly #events: Known[] = [];
  readonly #onLoan = new Set<string>();
  #leases: Lease[] = [];

  constructor(bench: StoreBench) {
    this.#bench = bench;
  }

  async play(one: Step): Promise<void> {
    const { store, clock } = this.#bench;
    switch (one.kind) {
      case 'append':
        for (const person of one.people) await this.#append(person);
        break;
      case 'lease':
        await this.#lease(one.max);
        break;
      case 'settle':
        await this.#settle(one.how);
        break;
      case 'readmit':
        await this.#readmit(new Set(one.chosen.map((number) => `e${number}`)));
        break;
      case 'wait':
        await clock.advance(one.days * day);
        await this.#prune();
        break;
      case 'replay':
        await store.resolveDeadLetters({}, 'replay');
        for (const known of this.#events) if (known.state === 'dead') known.state = 'unsettled';
        break;
      case 'restart':
        await this.#bench.restart();
        this.#leases = [];
        this.#onLoan.clear();
    }
    await this.#compare();
  }

  /** In the end everything goes that may go: nothing was lost. */
  async drain(): Promise<void> {
    while (this.#leases.length > 0) await this.#settle(['delivered']);
    await this.#bench.clock.advance(10_000);
    await this.#prune();
    await this.#lease(3);
    while (this.#leases.length > 0) {
      await this.#settle(['delivered']);
      await this.#lease(3);
    }
    expect(this.#events.filter(({ state }) => state === 'unsettled')).toEqual([]);
    await this.#compare();
    await assertSound(this.#bench.store);
  }

  async #append(person: number): Promise<void> {
    const id = `e${this.#events.length}`;
    this.#events.push({ id, person, at: this.#bench.clock.now(), state: 'unsettled' });
    await this.#bench.append(event(id, anonymous(`a${person}`)));
  }

  async #lease(max: number): Promise<void> {
    const lease = await this.#bench.lease({ max, leaseMs: 1_000_000 });
    if (lease === undefined) return;
    const ids = new Set(lease.events.map((leased) => leased.event.messageId));
    for (const id of ids) {
      const index = this.#events.findIndex((known) => known.id === id);
      expect(this.#events[index]?.state, `${id} was lent`).toBe('unsettled');
      expect(this.#onLoan.has(id), `${id} was lent twice`).toBe(false);
      for (const earlier of this.#events.slice(0, index)) {
        if (earlier.person !== this.#events[index]?.person || earlier.state !== 'unsettled')
          continue;
        expect(ids, `${id} overtook ${earlier.id}`).toContain(earlier.id);
      }
    }
    for (const id of ids) this.#onLoan.add(id);
    this.#leases.push(lease);
  }

  async #settle(how: readonly Settlement['status'][]): Promise<void> {
    const lease = this.#leases.shift();
    if (lease === undefined) return;
    const waiting = new Set<number>();
    const settlements = lease.events.map(({ ref, profile }, index): Settlement => {
      const wanted = how[index % how.length] ?? 'delivered';
      const status = waiting.has(profile.id) ? 'release' : wanted;
      if (status === 'retry' || status === 'release') waiting.add(profile.id);
      if (status === 'retry')
        return { ref, status, at: this.#bench.clock.now() + 1_000, reason: 'busy' };
      if (status === 'dead') return { ref, status, stage: 'deliver', reason: 'refused' };
      return { ref, status: status === 'release' ? status : 'delivered' };
    });
    await this.#bench.store.settle(lease, settlements);
    lease.events.forEach((leased, index) => {
      const id = leased.event.messageId;
      this.#onLoan.delete(id);
      const known = this.#events.find((one) => one.id === id);
      const status = settlements[index]?.status;
      if (known === undefined) return;
      if (status === 'delivered') known.state = 'settled';
      if (status === 'dead') known.state = 'dead';
    });
  }

  async #readmit(ids: ReadonlySet<string>): Promise<void> {
    const settled = this.#events.filter(({ id, state }) => state === 'settled' && ids.has(id));
    const messageIds = [...ids];
    const count = await this.#bench.store.readmit(usual, { messageIds, wants: () => true });
    expect(count).toBe(settled.length);
    for (const known of settled) known.state = 'unsettled';
  }

  async #prune(): Promise<void> {
    await this.#bench.store.prune();
    const before = this.#bench.clock.now() - keptDays * day;
    for (const known of this.#events.slice(0, -1)) {
      if (known.state === 'settled' && known.at < before) known.state = 'pruned';
    }
  }

  async #compare(): Promise<void> {
    const { events, destinations } = this.#bench.store.stats();
    const count = (state: Known['state']) =>
      this.#events.filter((known) => known.state === state).length;
    expect(events).toBe(this.#events.length - count('pruned'));
    const { pending, dead } = destinations[usual] ?? { pending: 0, dead: 0 };
    expect({ pending, dead }).toEqual({ pending: count('unsettled'), dead: count('dead') });
  }
}

afterAll(removePlaces);

describe.each([
  { name: 'memory', place: memoryStore, runs: 500 },
  { name: 'lmdb', place: () => lmdbPlace(), runs: 50 },
])('any history of the $name store that is pruned now and then', ({ place, runs }) => {
  it(
    'R1 R2 R7 L2 L3 C1: loses nothing unsettled, lends nothing twice, and keeps order',
    { timeout: 120_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
          const bench = await openBench(place());
          try {
            await bench.restart({ days: days(keptDays), maxBytes: 1_000_000_000, heldDays: 1_000 });
            const history = new History(bench);
            for (const one of steps) await history.play(one);
            await history.drain();
          } finally {
            await bench.close();
          }
        }),
        { numRuns: runs },
      );
    },
  );
});
