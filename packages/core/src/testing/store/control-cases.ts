import assert from 'node:assert/strict';
import type { Lease } from '../../store/lease.ts';
import {
  all,
  anonymous,
  email,
  event,
  idsOf,
  present,
  user,
  usual,
  usualRequest,
  type StoreBench,
  type StoreCase,
} from './bench.ts';

const lost = { code: 'LEASE_LOST' };

/** Each of these events has failed once, and is due again. */
async function failOnce(bench: StoreBench, ...ids: string[]): Promise<void> {
  for (const id of ids) await bench.append(event(id, user(id)));
  const lease = present(await bench.lease());
  const at = bench.clock.now();
  await bench.store.settle(lease, all(lease, { status: 'retry', at, reason: 'busy' }));
}

const lendWith = (bench: StoreBench, maxRetries: number): Promise<Lease | undefined> =>
  bench.store.lease(usual, { ...usualRequest, maxRetries });

/** Leases that last longer, destinations that rest, and what is remembered of failures. */
export const controlCases: readonly StoreCase[] = [
  {
    clause: 'L10',
    name: 'keeps a lease that is extended, to be settled by either of its ends',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')));
      const first = present(await bench.lease({ max: 1, leaseMs: 1_000 }));
      const second = present(await bench.lease({ leaseMs: 1_000 }));
      await bench.clock.advance(900);
      const longer = await bench.store.extend(first, 5_000);
      await bench.store.extend(second, 5_000);
      assert.deepEqual([longer.expiresAt, idsOf(longer)], [bench.clock.now() + 5_000, ['1']]);
      await bench.clock.advance(4_999);
      assert.equal(await bench.lease(), undefined);
      await bench.store.settle(longer, all(longer, { status: 'delivered' }));
      await bench.store.settle(second, all(second, { status: 'delivered' }));
      assert.equal(bench.store.stats().destinations[usual]?.delivered, 2);
    },
  },
  {
    clause: 'L10',
    name: 'does not extend a lease that is over',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const slow = present(await bench.lease({ leaseMs: 1_000 }));
      await bench.clock.advance(1_000);
      await assert.rejects(bench.store.extend(slow, 5_000), lost);
      const again = present(await bench.lease({ leaseMs: 1_000 }));
      const longer = await bench.store.extend(again, 2_000);
      await bench.clock.advance(2_000);
      assert.deepEqual(await bench.leasedIds(), ['1']);
      await assert.rejects(bench.store.settle(longer, all(longer, { status: 'delivered' })), lost);
      await assert.rejects(bench.store.extend(longer, 1), lost);
    },
  },
  {
    clause: 'L11',
    name: 'lends nothing of a destination that is paused, also after a restart, until it is resumed',
    async run(bench) {
      const both = { destinations: [usual, 'Mail'] };
      await bench.append(event('1', user('a'), both), event('2', user('b'), both));
      const lease = present(await bench.lease({ max: 1 }));
      await bench.store.pause(usual);
      assert.equal(await bench.lease(), undefined);
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(lease, all(lease, { status: 'retry', at, reason: 'busy' }));
      assert.equal(bench.store.nextDue(usual), undefined);
      assert.deepEqual(await bench.leasedIds({ destination: 'Mail' }), ['1', '2']);
      await bench.restart();
      assert.equal(await bench.lease(), undefined);
      const { destinations } = bench.store.stats();
      assert.deepEqual([destinations[usual]?.paused, destinations['Mail']?.paused], [true, false]);
      let told = 0;
      bench.store.listen({ work: () => (told += 1), released: () => undefined });
      await bench.store.resume(usual);
      assert.ok(told > 0, 'nobody said that there is something to do');
      assert.equal(bench.store.nextDue(usual), at);
      assert.deepEqual(await bench.leasedIds(), ['2']);
      assert.equal(bench.store.stats().destinations[usual]?.paused, false);
    },
  },
  {
    clause: 'L11',
    name: 'pauses a destination that has had no event yet',
    async run(bench) {
      await bench.store.pause(usual);
      await bench.append(event('1', user('a')));
      assert.equal(await bench.lease(), undefined);
      await bench.store.resume(usual);
      assert.deepEqual(await bench.leasedIds(), ['1']);
    },
  },
  {
    clause: 'L12',
    name: 'lends no more events that have failed before than it is asked for, and others nevertheless',
    async run(bench) {
      await failOnce(bench, '1', '2', '3');
      await bench.append(event('4', user('d')));
      assert.deepEqual(idsOf(await lendWith(bench, 1)), ['1', '4']);
      await bench.append(event('5', user('e')));
      assert.deepEqual(idsOf(await lendWith(bench, 0)), ['5']);
      assert.equal(await lendWith(bench, 0), undefined);
      assert.deepEqual(idsOf(await bench.lease()), ['2', '3']);
    },
  },
  {
    clause: 'L12',
    name: 'counts no event that was released or replayed, but one behind another',
    async run(bench) {
      const known = [email('ana@shop.co'), anonymous('x')];
      await bench.append(event('1', anonymous('x')), event('2', user('b')), event('3', user('c')));
      const lease = present(await bench.lease());
      const [one, two, three] = lease.events.map(({ ref }) => ref) as [number, number, number];
      await bench.store.settle(lease, [
        { ref: one, status: 'held', reason: 'who?' },
        { ref: two, status: 'release' },
        { ref: three, status: 'dead', stage: 'deliver', reason: 'refused' },
      ]);
      await bench.append(event('4', known));
      await bench.store.resolveDeadLetters({}, 'replay');
      const again = present(await lendWith(bench, 0));
      assert.deepEqual(idsOf(again), ['1', '2', '3', '4']);
      const at = bench.clock.now();
      await bench.store.settle(again, all(again, { status: 'retry', at, reason: 'busy' }));
      assert.equal(await lendWith(bench, 0), undefined);
      assert.equal((await lendWith(bench, 3))?.events.length, 3);
    },
  },
  {
    clause: 'S7',
    name: 'remembers when an event first failed and its last ten failures, also after a restart',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const started = bench.clock.now();
      const fail = async (reason: string) => {
        const lease = present(await bench.lease());
        const at = bench.clock.now() + 1_000;
        await bench.store.settle(lease, all(lease, { status: 'retry', at, reason }));
        await bench.clock.advance(1_000);
        return lease.events[0];
      };
      assert.equal((await fail('failure 1'))?.firstFailedAt, undefined);
      for (let n = 2; n <= 12; n += 1) {
        if (n === 5) await bench.restart();
        assert.equal((await fail(`failure ${n}`))?.firstFailedAt, started);
      }
      const last = present(await bench.lease());
      await bench.store.settle(last, all(last, { status: 'release' }));
      const dying = present(await bench.lease());
      assert.deepEqual([dying.events[0]?.attempts, dying.events[0]?.firstFailedAt], [12, started]);
      await bench.store.settle(
        dying,
        all(dying, { status: 'dead', stage: 'deliver', reason: 'gave up' }),
      );
      await bench.restart();
      const [letter] = await bench.store.deadLetters({});
      assert.deepEqual(
        letter?.history.map(({ reason }) => reason),
        [...Array.from({ length: 9 }, (_, n) => `failure ${n + 4}`), 'gave up'],
      );
      assert.equal(letter?.history[0]?.at, new Date(started + 3_000).toISOString());
    },
  },
  {
    clause: 'S7',
    name: 'forgets the failures of a dead letter that is replayed',
    async run(bench) {
      await failOnce(bench, '1');
      const die = async () => {
        const lease = present(await bench.lease());
        const reason = 'refused';
        await bench.store.settle(lease, all(lease, { status: 'dead', stage: 'deliver', reason }));
        return lease.events[0];
      };
      await die();
      assert.equal((await bench.store.deadLetters({}))[0]?.history.length, 2);
      await bench.store.resolveDeadLetters({}, 'replay');
      assert.equal((await die())?.firstFailedAt, undefined);
      assert.equal((await bench.store.deadLetters({}))[0]?.history.length, 1);
    },
  },
  {
    clause: 'C2',
    name: 'knows how old the oldest pending event is, wherever it is',
    async run(bench) {
      const oldest = () => bench.store.stats().destinations[usual]?.oldestPendingAt;
      const start = bench.clock.now();
      await bench.append(event('1', anonymous('x')), event('2', user('b')));
      await bench.clock.advance(1_000);
      await bench.append(event('3', user('c')));
      assert.equal(oldest(), start);
      const lease = present(await bench.lease({ max: 2 }));
      assert.equal(oldest(), start);
      const [one, two] = lease.events.map(({ ref }) => ref) as [number, number];
      const at = bench.clock.now();
      await bench.store.settle(lease, [
        { ref: one, status: 'held', reason: 'who?' },
        { ref: two, status: 'retry', at, reason: 'busy' },
      ]);
      assert.equal(oldest(), start);
      const retried = present(await bench.lease({ max: 1 }));
      await bench.store.settle(retried, all(retried, { status: 'delivered' }));
      assert.equal(oldest(), start + 1_000);
      const last = present(await bench.lease());
      await bench.store.settle(last, all(last, { status: 'delivered' }));
      assert.equal(oldest(), undefined);
    },
  },
];
