import assert from 'node:assert/strict';
import { all, anonymous, email, event, idsOf, present, user, type StoreCase } from './bench.ts';

/** What waits for a reason of its own, and behind another event besides. */
export const waitingCases: readonly StoreCase[] = [
  {
    clause: 'S2',
    name: 'keeps to the time of a retry, though an earlier event of its profile is due sooner',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')));
      const both = present(await bench.lease());
      const [one, two] = both.events.map(({ ref }) => ref) as [number, number];
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(both, [
        { ref: one, status: 'release' },
        { ref: two, status: 'retry', at, reason: 'busy' },
      ]);
      const first = present(await bench.lease());
      assert.deepEqual(idsOf(first), ['1']);
      await bench.store.settle(first, all(first, { status: 'delivered' }));
      assert.equal(await bench.lease(), undefined);
      assert.equal(bench.store.nextDue('Shop'), at);
      await bench.clock.advance(1_000);
      assert.deepEqual(await bench.leasedIds(), ['2']);
    },
  },
  {
    clause: 'S4',
    name: 'does not lend a held event along with an earlier one that is due again',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      const first = present(await bench.lease());
      const dead = all(first, { status: 'dead', stage: 'deliver', reason: 'refused' });
      await bench.store.settle(first, dead);
      await bench.append(event('2', anonymous('x')));
      const second = present(await bench.lease());
      await bench.store.settle(second, all(second, { status: 'held', reason: 'no email' }));
      assert.equal(await bench.store.resolveDeadLetters({}, 'replay'), 1);
      const again = present(await bench.lease());
      assert.deepEqual(idsOf(again), ['1']);
      await bench.store.settle(again, all(again, { status: 'delivered' }));
      assert.equal(await bench.lease(), undefined);
      assert.equal(bench.store.stats().destinations['Shop']?.held, 1);
    },
  },
  {
    clause: 'S8',
    name: 'says when only what is held keeps events back, and tells its listeners',
    async run(bench) {
      await bench.append(event('1', anonymous('x')));
      assert.equal(bench.store.isIdle('Shop'), false);
      const first = present(await bench.lease());
      assert.equal(bench.store.isIdle('Shop'), false);
      await bench.store.settle(first, all(first, { status: 'held', reason: 'no email' }));
      assert.equal(bench.store.isIdle('Shop'), true);
      await bench.append(event('2', anonymous('x')));
      assert.equal(bench.store.isIdle('Shop'), false);
      let told = 0;
      bench.store.listen({
        work: () => void (told += Number(bench.store.isIdle('Shop'))),
        released: () => undefined,
      });
      assert.equal(await bench.lease(), undefined);
      assert.equal(bench.store.isIdle('Shop'), true);
      assert.ok(told > 0, 'the listeners were not told');
      assert.equal(bench.store.stats().destinations['Shop']?.pending, 1);
      await bench.append(event('3', [anonymous('x'), email('ana@shop.co')]));
      assert.equal(bench.store.isIdle('Shop'), false);
      const all3 = present(await bench.lease());
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(all3, all(all3, { status: 'retry', at, reason: 'busy' }));
      assert.equal(bench.store.isIdle('Shop'), false);
    },
  },
];
