import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Settlement } from '../../store/lease.ts';
import type { Retention } from '../../store/retention.ts';
import {
  all,
  anonymous,
  assertSound,
  event,
  idsOf,
  present,
  user,
  usual,
  type StoreBench,
  type StoreCase,
} from './bench.ts';

/** A second stands for a day: a store may have timers that run several times a second. */
export const day = 1_000;
export const days = (count: number): number => (count * day) / (24 * 60 * 60 * 1_000);
export const month: Retention = { days: days(30), maxBytes: 1_000_000, heldDays: days(30) };

type Outcome = Settlement extends infer S ? (S extends unknown ? Omit<S, 'ref'> : never) : never;

export async function settleAll(
  bench: StoreBench,
  outcome: Outcome,
  max?: number,
): Promise<string[]> {
  const lease = present(await bench.lease(max === undefined ? {} : { max }));
  await bench.store.settle(lease, all(lease, outcome));
  return idsOf(lease);
}

/** The newest event always stays; this one is it. */
const newest = (id = 'newest') => event(id, user('newest'), { destinations: [] });

const dead = { status: 'dead', stage: 'map', reason: 'bad' } as const;

export const retentionCases: readonly StoreCase[] = [
  {
    clause: 'R1',
    name: 'removes what is delivered once it is old enough, with its ids and its drops',
    async run(bench) {
      await bench.restart(month);
      await bench.append(
        event('1', user('a')),
        event('2', user('b'), { draftId: 'draft' }),
        event('3', user('c'), { destinations: [], dropped: 'internal' }),
      );
      await settleAll(bench, { status: 'delivered' });
      await bench.append(newest());
      const { bytes } = bench.store.stats();
      await bench.clock.advance(30 * day);
      await bench.store.prune();
      assert.equal(bench.store.stats().events, 4);
      await bench.clock.advance(1);
      await bench.store.prune();

      assert.deepEqual(await bench.store.drops(10), []);
      const { events, bytes: left } = bench.store.stats();
      assert.equal(events, 1);
      assert.ok(left > 0 && left < bytes / 2, `${left} of ${bytes} bytes`);
      assert.deepEqual(
        await bench.append(event('1', user('a')), event('draft', user('b')), newest()),
        [true, true, false],
      );
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R1',
    name: 'keeps the id of a dead letter that was replayed by being appended again',
    async run(bench) {
      await bench.restart(month);
      await bench.append(event('1', user('a'), { destinations: [], failed: 'it threw' }));
      await bench.clock.advance(30 * day);
      const [letter] = await bench.store.deadLetters({});
      await bench.append(event('1', user('a'), { replaces: present(letter).ref }), newest());
      await bench.clock.advance(1);
      assert.equal(await bench.store.prune(), 1);
      assert.deepEqual(await bench.append(event('1', user('a'))), [false]);
      assert.deepEqual(await bench.leasedIds(), ['1']);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R2',
    name: 'removes nothing that is pending, on loan, waiting, held or dead, in whatever destination',
    async run(bench) {
      await bench.restart({ days: days(1), maxBytes: 1_000_000, heldDays: days(365) });
      const both = { destinations: [usual, 'Other'] };
      await bench.append(
        event('loan', user('e')),
        event('retry', user('a')),
        event('held', anonymous('x')),
        event('dead', user('b')),
        event('half', user('c'), both),
        event('failed', user('d'), { destinations: [], failed: 'it threw' }),
        event('pending', user('f')),
        newest(),
      );
      const loan = present(await bench.lease({ max: 1, leaseMs: 100 * day }));
      assert.deepEqual(idsOf(loan), ['loan']);
      const lease = present(await bench.lease({ max: 4 }));
      const [retry, held, letter, half] = lease.events.map(({ ref }) => ref) as [
        number,
        number,
        number,
        number,
      ];
      const farAway = bench.clock.now() + 100 * day;
      await bench.store.settle(lease, [
        { ref: retry, status: 'retry', at: farAway, reason: 'busy' },
        { ref: held, status: 'held', reason: 'no email' },
        { ref: letter, ...dead },
        { ref: half, status: 'delivered' },
      ]);
      await bench.clock.advance(50 * day);
      assert.equal(await bench.store.prune(), 0);
      await bench.store.settle(loan, all(loan, { status: 'delivered' }));
      assert.equal(await bench.store.prune(), 1);
      await bench.restart();
      assert.equal(await bench.store.prune(), 0);
      assert.equal(bench.store.stats().events, 7);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R2',
    name: 'steps over what must stay, and removes it later, when it need not',
    async run(bench) {
      await bench.restart(month);
      await bench.append(event('1', user('a')), event('2', user('b')), newest());
      await settleAll(bench, dead, 1);
      await settleAll(bench, { status: 'delivered' });
      await bench.clock.advance(31 * day);
      await bench.store.prune();
      assert.equal(bench.store.stats().events, 2);
      await bench.store.resolveDeadLetters({}, 'replay');
      assert.equal(await bench.store.prune(), 0);
      assert.deepEqual(await settleAll(bench, { status: 'delivered' }), ['1']);
      assert.equal(await bench.store.prune(), 1);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R3',
    name: 'removes the oldest before their time while the log is too large, down to nine tenths',
    async run(bench) {
      const ids = Array.from({ length: 1_000 }, (_, index) => String(index).padStart(4, '0'));
      await bench.append(...ids.map((id) => event(id, user(id))));
      const maxBytes = bench.store.stats().bytes - 1;
      await bench.restart({ ...month, maxBytes });
      assert.equal(await bench.store.prune(), 0);
      for (let i = 0; i < 10; i += 1) await settleAll(bench, { status: 'delivered' });
      const removed = await bench.store.prune();
      assert.ok(removed >= 100 && removed <= 101, `${removed} removed`);
      assert.equal(await bench.store.prune(), 0);
      assert.deepEqual(await bench.append(event('0099', user('a')), event('0102', user('b'))), [
        true,
        false,
      ]);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R4',
    name: 'never gives a position twice, and counts on',
    async run(bench) {
      await bench.restart({ ...month, days: 0 });
      await bench.append(event('1', user('a')), event('2', user('b')));
      const refs = present(await bench.lease()).events.map(({ ref }) => ref);
      await bench.restart();
      await settleAll(bench, { status: 'delivered' });
      await bench.clock.advance(1);
      assert.equal(await bench.store.prune(), 1);
      await bench.restart();
      await bench.append(event('3', user('c')));
      const [third] = present(await bench.lease()).events;
      assert.ok(Math.max(...refs) < present(third).ref);
      assert.equal(bench.store.stats().appended, 3);
      assert.equal(bench.store.stats().destinations[usual]?.delivered, 2);
    },
  },
  {
    clause: 'R6',
    name: 'does all that by itself',
    async run(bench) {
      await bench.restart({ ...month, days: days(1) });
      await bench.append(event('1', user('a')), newest());
      await settleAll(bench, { status: 'delivered' });
      await bench.clock.advance(61_000);
      // The disk takes its time, whatever the clock says.
      const removed = async (): Promise<boolean> => bench.store.stats().events === 1;
      for (let turn = 0; turn < 10_000 && !(await removed()); turn += 1) await setImmediate();
      assert.ok(await removed());
    },
  },
];
