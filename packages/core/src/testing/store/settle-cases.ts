import assert from 'node:assert/strict';
import { all, anonymous, email, event, idsOf, present, user, type StoreCase } from './bench.ts';

export const settleCases: readonly StoreCase[] = [
  {
    clause: 'S1',
    name: 'never lends again what is delivered, dropped or dead',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')), event('3', user('c')));
      const lease = present(await bench.lease());
      const [one, two, three] = lease.events.map(({ ref }) => ref) as [number, number, number];
      await bench.store.settle(lease, [
        { ref: one, status: 'delivered' },
        { ref: two, status: 'dropped', reason: 'not wanted' },
        { ref: three, status: 'dead', stage: 'deliver', reason: 'refused' },
      ]);
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      assert.equal(await bench.lease(), undefined);
    },
  },
  {
    clause: 'S2',
    name: 'lends a retried event at its time, with its attempts counted',
    async run(bench) {
      await bench.append(event('1', user('a')));
      for (const attempts of [0, 1, 2]) {
        const lease = present(await bench.lease());
        assert.equal(lease.events[0]?.attempts, attempts);
        const at = bench.clock.now() + 5_000;
        await bench.store.settle(lease, all(lease, { status: 'retry', at, reason: 'busy' }));
        assert.equal(bench.store.nextDue('Shop'), at);
        await bench.clock.advance(4_999);
        assert.equal(await bench.lease(), undefined);
        await bench.clock.advance(1);
      }
    },
  },
  {
    clause: 'S3',
    name: 'lends a released event again as it was',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'release' }));
      const again = present(await bench.lease());
      assert.deepEqual(idsOf(again), ['1', '2']);
      assert.deepEqual(
        again.events.map(({ attempts }) => attempts),
        [0, 0],
      );
    },
  },
  {
    clause: 'S4',
    name: 'lends held events, and those behind them, once their profile is known',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'held', reason: 'no email' }));
      await bench.append(event('2', anonymous('x')), event('3', anonymous('y')));
      assert.deepEqual(await bench.leasedIds(), ['3']);
      assert.equal(bench.store.stats().destinations['Shop']?.held, 1);
      await bench.restart();
      await bench.append(event('4', [email('ana@shop.co'), anonymous('x')]));
      const known = present(await bench.lease());
      assert.deepEqual(
        idsOf(known).filter((id) => id !== '3'),
        ['1', '2', '4'],
      );
      assert.equal(bench.store.stats().destinations['Shop']?.held, 0);
    },
  },
  {
    clause: 'S4',
    name: 'does not hold an event whose profile has learned while it was on loan',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      const lease = present(await bench.lease());
      await bench.append(event('2', [email('ana@shop.co'), anonymous('x')]));
      await bench.store.settle(lease, all(lease, { status: 'held', reason: 'no email' }));
      assert.deepEqual(await bench.leasedIds(), ['1', '2']);
    },
  },
  {
    clause: 'S4',
    name: 'tells its listeners which events were released',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'held', reason: 'no email' }));
      const released: string[] = [];
      bench.store.listen({
        work: () => undefined,
        released: (events) =>
          released.push(...events.map((one) => `${one.destination}:${one.event.messageId}`)),
      });
      await bench.append(event('2', [email('ana@shop.co'), anonymous('x')]));
      assert.deepEqual(released, ['Shop:1']);
    },
  },
  {
    clause: 'S5',
    name: 'refuses a settle that forgets an event or names a strange one, and changes nothing',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')));
      const lease = present(await bench.lease());
      const [first] = all(lease, { status: 'delivered' });
      await assert.rejects(bench.store.settle(lease, [present(first)]), TypeError);
      await assert.rejects(
        bench.store.settle(lease, [present(first), { ref: 999, status: 'delivered' }]),
        TypeError,
      );
      assert.equal(bench.store.stats().destinations['Shop']?.delivered, 0);
      await bench.store.settle(lease, all(lease, { status: 'delivered' }));
    },
  },
  {
    clause: 'S6',
    name: 'settles a lease once',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'delivered' }));
      await assert.rejects(bench.store.settle(lease, all(lease, { status: 'delivered' })), {
        code: 'LEASE_LOST',
      });
    },
  },
];
