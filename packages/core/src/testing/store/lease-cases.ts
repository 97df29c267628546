import assert from 'node:assert/strict';
import {
  all,
  anonymous,
  email,
  event,
  idsOf,
  present,
  user,
  usualRequest,
  type StoreCase,
} from './bench.ts';

export const leaseCases: readonly StoreCase[] = [
  {
    clause: 'L1',
    name: 'lends the oldest events first',
    async run(bench) {
      for (const id of ['1', '2', '3', '4']) await bench.append(event(id, user(id)));
      assert.deepEqual(await bench.leasedIds({ max: 2 }), ['1', '2']);
      assert.deepEqual(await bench.leasedIds({ max: 2 }), ['3', '4']);
    },
  },
  {
    clause: 'L2',
    name: 'lends no event twice at a time',
    async run(bench) {
      await bench.append(event('1', user('1')));
      assert.deepEqual(await bench.leasedIds(), ['1']);
      assert.equal(await bench.lease(), undefined);
    },
  },
  {
    clause: 'L3',
    name: 'keeps back an event while an earlier one of its profile is on loan, and lends it after',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')), event('3', user('b')));
      const first = present(await bench.lease({ max: 1 }));
      const other = present(await bench.lease());
      assert.deepEqual(idsOf(other), ['3']);
      await bench.store.settle(other, all(other, { status: 'delivered' }));
      assert.equal(await bench.lease(), undefined);
      await bench.store.settle(first, all(first, { status: 'delivered' }));
      assert.deepEqual(await bench.leasedIds(), ['2']);
    },
  },
  {
    clause: 'L3',
    name: 'keeps the order of a profile over a retry, a restart and later events',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')));
      const first = present(await bench.lease({ max: 1 }));
      assert.equal(await bench.lease(), undefined);
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(first, all(first, { status: 'retry', at, reason: 'busy' }));
      await bench.append(event('3', user('a')));
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      assert.equal(await bench.lease(), undefined);
      await bench.clock.advance(1_000);
      assert.deepEqual(await bench.leasedIds(), ['1', '2', '3']);
    },
  },
  {
    clause: 'L3',
    name: 'lends what was kept back when both leases are settled at the same time',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')), event('3', user('b')));
      const first = present(await bench.lease({ max: 1 }));
      const other = present(await bench.lease());
      assert.deepEqual([idsOf(first), idsOf(other)], [['1'], ['3']]);
      await Promise.all([
        bench.store.settle(first, all(first, { status: 'delivered' })),
        bench.store.settle(other, all(other, { status: 'delivered' })),
      ]);
      assert.deepEqual(await bench.leasedIds(), ['2']);
    },
  },
  {
    clause: 'L3',
    name: 'lends nothing past an event that an unsettled lease has passed over',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const first = present(await bench.lease());
      await bench.append(event('2', user('a')), event('3', user('b')), event('4', user('a')));
      const other = present(await bench.lease({ max: 1 }));
      assert.deepEqual(idsOf(other), ['3']);
      await bench.store.settle(first, all(first, { status: 'delivered' }));
      assert.equal(await bench.lease(), undefined);
      await bench.store.settle(other, all(other, { status: 'delivered' }));
      assert.deepEqual(await bench.leasedIds(), ['2', '4']);
    },
  },
  {
    clause: 'L4',
    name: 'lets other profiles pass one that waits',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const first = present(await bench.lease());
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(first, all(first, { status: 'retry', at, reason: 'busy' }));
      await bench.append(event('2', user('a')), event('3', user('b')), event('4', user('a')));
      assert.deepEqual(await bench.leasedIds(), ['3']);
    },
  },
  {
    clause: 'L5',
    name: 'keeps destinations apart',
    async run(bench) {
      const both = { destinations: ['Shop', 'Mail'] };
      await bench.append(
        event('1', user('a'), both),
        event('2', user('a'), { destinations: ['Mail'] }),
      );
      assert.deepEqual(await bench.leasedIds({ destination: 'Shop' }), ['1']);
      assert.deepEqual(await bench.leasedIds({ destination: 'Mail' }), ['1', '2']);
      assert.equal(await bench.lease({ destination: 'Nobody' }), undefined);
    },
  },
  {
    clause: 'L6',
    name: 'keeps to the number of events and of bytes, but always lends one',
    async run(bench) {
      for (const id of ['1', '2', '3']) await bench.append(event(id, user(id)));
      assert.equal((await bench.leasedIds({ max: 2 })).length, 2);
      await bench.restart();
      assert.equal(idsOf(await bench.lease({ bytes: 1 })).length, 1);
    },
  },
  {
    clause: 'L7',
    name: 'lends the events of an expired lease again, and refuses to settle it',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const slow = present(await bench.lease({ leaseMs: 1_000 }));
      await bench.clock.advance(1_000);
      const again = present(await bench.lease());
      assert.deepEqual(idsOf(again), ['1']);
      await assert.rejects(bench.store.settle(slow, all(slow, { status: 'delivered' })), {
        code: 'LEASE_LOST',
      });
      await bench.store.settle(again, all(again, { status: 'delivered' }));
      assert.equal(bench.store.stats().destinations['Shop']?.delivered, 1);
    },
  },
  {
    clause: 'L8',
    name: 'refuses a settle by a dispatcher that was replaced, and changes nothing',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const old = present(await bench.lease());
      const another = await bench.openAnother();
      assert.equal(await another.lease('Shop', usualRequest), undefined);
      bench.processOf(bench.store).stop();
      await bench.clock.advance(5_000);
      assert.deepEqual(idsOf(await another.lease('Shop', usualRequest)), ['1']);
      await assert.rejects(bench.store.settle(old, all(old, { status: 'delivered' })), {
        code: 'LEASE_LOST',
      });
      assert.equal(another.stats().destinations['Shop']?.delivered, 0);
    },
  },
  {
    clause: 'L9',
    name: 'lends again what was on loan at a crash, in order, and nothing else',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')), event('3', user('a')));
      const first = present(await bench.lease({ max: 1 }));
      const second = present(await bench.lease());
      assert.deepEqual([idsOf(first), idsOf(second)], [['1'], ['2']]);
      await bench.store.settle(second, all(second, { status: 'delivered' }));
      await bench.restart();
      const again = present(await bench.lease());
      assert.deepEqual(idsOf(again), ['1']);
      await bench.store.settle(again, all(again, { status: 'delivered' }));
      assert.deepEqual(await bench.leasedIds(), ['3']);
    },
  },
  {
    clause: 'L9',
    name: 'keeps the order after a crash, though something was learned before the first lease',
    async run(bench) {
      await bench.append(event('1', anonymous('x')), event('2', anonymous('x')));
      assert.deepEqual(await bench.leasedIds({ max: 1 }), ['1']);
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      await bench.append(event('3', [email('ana@shop.co'), anonymous('x')]));
      assert.deepEqual(await bench.leasedIds({ max: 1 }), ['1']);
    },
  },
  {
    clause: 'L9',
    name: 'lends nothing that is behind an event on loan at a crash, before that one was looked at',
    async run(bench) {
      const [a, b] = [user('a'), user('b')];
      await bench.append(event('1', a), event('2', b), event('3', a), event('4', b), event('5', b));
      assert.deepEqual(await bench.leasedIds({ max: 1 }), ['1']);
      assert.deepEqual(await bench.leasedIds({ max: 2 }), ['2', '4']);
      // 5 is behind them now, and on disk so.
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      const again = present(await bench.lease({ max: 2 }));
      assert.deepEqual(idsOf(again), ['1', '2']);
      await bench.store.settle(again, all(again, { status: 'release' }));
      assert.deepEqual(await bench.leasedIds({ max: 5 }), ['1', '2', '3', '4']);
    },
  },
  {
    clause: 'L9',
    name: 'lends what waited for the events on loan at a crash, though none of them was of its profile',
    async run(bench) {
      const deliver = async (max: number): Promise<string[]> => {
        const lease = present(await bench.lease({ max }));
        await bench.store.settle(lease, all(lease, { status: 'delivered' }));
        return idsOf(lease);
      };
      await bench.append(event('1', user('a')));
      const first = present(await bench.lease());
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(first, all(first, { status: 'retry', at, reason: 'busy' }));
      await bench.append(event('2', user('b')), event('3', user('a')));
      assert.deepEqual(await bench.leasedIds({ max: 1 }), ['2']);
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      await bench.clock.advance(1_000);
      assert.deepEqual(
        [await deliver(1), await deliver(1), await deliver(1)],
        [['1'], ['2'], ['3']],
      );
    },
  },
];
