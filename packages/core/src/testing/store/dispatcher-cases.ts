import assert from 'node:assert/strict';
import type { Store } from '../../store/store.ts';
import {
  all,
  anonymous,
  event,
  idsOf,
  present,
  user,
  usual,
  usualRequest,
  type StoreBench,
  type StoreCase,
} from './bench.ts';

const lend = (store: Store) => store.lease(usual, usualRequest);

/** An event that the first process has on loan, and a second process that stands by. */
async function twoProcesses(bench: StoreBench) {
  await bench.append(event('1', user('a')));
  const lease = present(await bench.lease());
  const other = await bench.openAnother();
  assert.equal(await lend(other), undefined);
  return { lease, first: bench.store, other };
}

/** Counts the times that a store says that there may be something to do. */
function listenTo(store: Store): { told: number } {
  const heard = { told: 0 };
  store.listen({ work: () => (heard.told += 1), released: () => undefined });
  return heard;
}

/** Several processes have one store open. */
export const dispatcherCases: readonly StoreCase[] = [
  {
    clause: 'W1',
    name: 'lends through the first one that asks, while the others stand by, for each destination apart',
    async run(bench) {
      const { other } = await twoProcesses(bench);
      assert.equal(other.standsBy(usual), true);
      assert.equal(bench.store.standsBy(usual), false);
      await bench.clock.advance(60_000);
      await other.append({ events: [event('2', user('b'))] });
      assert.equal(await lend(other), undefined);
      // The first lease has expired meanwhile.
      assert.deepEqual(await bench.leasedIds(), ['1', '2']);
      await other.append({ events: [event('3', user('c'), { destinations: ['Mail'] })] });
      assert.deepEqual(idsOf(await other.lease('Mail', usualRequest)), ['3']);
      assert.equal(await bench.lease({ destination: 'Mail' }), undefined);
    },
  },
  {
    clause: 'W2',
    name: 'says within five seconds that the dispatcher is gone, and lends what that had on loan',
    async run(bench) {
      const { first, other } = await twoProcesses(bench);
      bench.processOf(first).stop();
      const heard = listenTo(other);
      await bench.clock.advance(5_000);
      assert.ok(heard.told > 0, 'nobody said that it is time to ask');
      assert.deepEqual(idsOf(await lend(other)), ['1']);
      assert.equal(other.standsBy(usual), false);
    },
  },
  {
    clause: 'W2',
    name: 'does not take a dispatcher for gone that is silent for three seconds',
    async run(bench) {
      const { lease, first, other } = await twoProcesses(bench);
      bench.processOf(first).stop();
      await bench.clock.advance(3_000);
      assert.equal(await lend(other), undefined);
      bench.processOf(first).goOn();
      await bench.clock.advance(5_000);
      assert.equal(await lend(other), undefined);
      await first.settle(lease, all(lease, { status: 'delivered' }));
    },
  },
  {
    clause: 'W2',
    name: 'lets one of several take over, and the others stand by for that one',
    async run(bench) {
      const { first, other } = await twoProcesses(bench);
      const third = await bench.openAnother();
      assert.equal(await lend(third), undefined);
      bench.processOf(first).stop();
      await bench.clock.advance(5_000);
      const leases = await Promise.all([lend(other), lend(third)]);
      assert.equal(leases.filter((lease) => lease !== undefined).length, 1);
      await bench.clock.advance(30_000);
      const taker = leases[0] === undefined ? third : other;
      const stander = leases[0] === undefined ? other : third;
      assert.deepEqual([taker.standsBy(usual), stander.standsBy(usual)], [false, true]);
      assert.equal(await lend(stander), undefined);
    },
  },
  {
    clause: 'W3',
    name: 'lends at once when the dispatcher has closed',
    async run(bench) {
      const { first, other } = await twoProcesses(bench);
      const heard = listenTo(other);
      await first.close();
      heard.told = 0;
      await bench.clock.advance(1_000);
      assert.ok(heard.told > 0, 'nobody said that it is time to ask');
      assert.deepEqual(idsOf(await lend(other)), ['1']);
    },
  },
  {
    clause: 'W3',
    name: 'lends at once to a process that finds the process of the dispatcher ended',
    async run(bench) {
      await bench.append(event('1', user('a')));
      assert.deepEqual(await bench.leasedIds(), ['1']);
      bench.processOf(bench.store).stop();
      bench.processOf(bench.store).vanish();
      const next = await bench.openAnother();
      assert.deepEqual(idsOf(await lend(next)), ['1']);
    },
  },
  {
    clause: 'W3',
    name: 'lends at once to all that ask together, in a process that takes over',
    async run(bench) {
      for (const id of ['1', '2', '3']) await bench.append(event(id, user(id)));
      assert.equal((await bench.lease())?.events.length, 3);
      bench.processOf(bench.store).stop();
      bench.processOf(bench.store).vanish();
      const next = await bench.openAnother();
      const one = { ...usualRequest, maxEvents: 1 };
      const leases = await Promise.all([1, 2, 3].map(() => next.lease(usual, one)));
      assert.deepEqual(leases.flatMap(idsOf).toSorted(), ['1', '2', '3']);
    },
  },
  {
    clause: 'W3',
    name: 'does not let two processes take turns that cannot see each other, as in two containers',
    async run(bench) {
      await bench.append(event('1', user('a')));
      assert.deepEqual(await bench.leasedIds(), ['1']);
      bench.processOf(bench.store).vanish();
      const other = await bench.openAnother();
      bench.processOf(other).vanish();
      const lease = present(await lend(other));
      for (let second = 0; second < 10; second += 1) {
        assert.equal(await bench.lease(), undefined);
        await bench.clock.advance(1_000);
      }
      await other.settle(lease, all(lease, { status: 'delivered' }));
    },
  },
  {
    clause: 'W4',
    name: 'learns nothing from a time in which it was stopped itself',
    async run(bench) {
      const { lease, first, other } = await twoProcesses(bench);
      bench.processOf(other).stop();
      await bench.clock.advance(30_000);
      // The dispatcher is stopped just when the other one goes on.
      bench.processOf(first).stop();
      bench.processOf(other).goOn();
      assert.equal(await lend(other), undefined);
      await bench.clock.advance(1_500);
      assert.equal(await lend(other), undefined);
      bench.processOf(first).goOn();
      await first.settle(lease, all(lease, { status: 'delivered' }));
    },
  },
  {
    clause: 'W5',
    name: 'makes a dispatcher that was replaced stand by, and takes it back when it is needed',
    async run(bench) {
      const { lease, first, other } = await twoProcesses(bench);
      bench.processOf(first).stop();
      await bench.clock.advance(5_000);
      const taken = present(await lend(other));
      bench.processOf(first).goOn();
      await assert.rejects(first.extend(lease, 60_000), { code: 'LEASE_LOST' });
      const heard = listenTo(first);
      assert.equal(await lend(first), undefined);
      assert.equal(first.standsBy(usual), true);
      assert.ok(
        heard.told > 0,
        'whoever waits for deliveries was not told that they are made elsewhere',
      );
      await assert.rejects(first.settle(lease, all(lease, { status: 'delivered' })), {
        code: 'LEASE_LOST',
      });
      await other.settle(taken, all(taken, { status: 'release' }));
      bench.processOf(other).stop();
      await bench.clock.advance(5_000);
      const again = present(await lend(first));
      assert.deepEqual(idsOf(again), ['1']);
      await first.settle(again, all(again, { status: 'delivered' }));
      assert.equal(first.stats().destinations[usual]?.delivered, 1);
    },
  },
  {
    clause: 'W6',
    name: 'tells the dispatcher within a quarter of a second what another process appends or resumes',
    async run(bench) {
      const other = await bench.openAnother();
      assert.equal(await bench.lease(), undefined);
      await bench.clock.advance(1_000);
      const heard = listenTo(bench.store);
      await bench.clock.advance(1_000);
      assert.equal(heard.told, 0, 'nothing has happened');
      await other.append({ events: [event('1', user('a'))] });
      await bench.clock.advance(250);
      assert.ok(heard.told > 0, 'an append was not told');
      assert.deepEqual(await bench.leasedIds(), ['1']);
      await other.pause(usual);
      await bench.clock.advance(250);
      heard.told = 0;
      await other.resume(usual);
      await bench.clock.advance(250);
      assert.ok(heard.told > 0, 'a resume was not told');
    },
  },
  {
    clause: 'L3',
    name: 'keeps back what another process has found to be of a person who has an event on loan',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      const lease = present(await bench.lease());
      const other = await bench.openAnother();
      await other.append({ events: [event('2', user('7'))] });
      await other.append({ events: [event('3', [user('7'), anonymous('x')])] });
      assert.equal(await bench.lease(), undefined);
      await bench.store.settle(lease, all(lease, { status: 'delivered' }));
      assert.deepEqual(await bench.leasedIds(), ['2', '3']);
    },
  },
];
