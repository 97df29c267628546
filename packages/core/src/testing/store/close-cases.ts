import assert from 'node:assert/strict';
import { all, event, present, user, type StoreCase } from './bench.ts';

export const closeCases: readonly StoreCase[] = [
  {
    clause: 'E2',
    name: 'counts what was being settled when it was closed',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')));
      const lease = present(await bench.lease({ max: 1 }));
      const settled = bench.store.settle(lease, all(lease, { status: 'delivered' }));
      const { destinations } = await bench.store.close();
      await settled;
      const { pending, delivered } = present(destinations['Shop']);
      assert.deepEqual({ pending, delivered }, { pending: 1, delivered: 1 });
    },
  },
  {
    clause: 'E2',
    name: 'takes no settle from the moment it is closed',
    async run(bench) {
      await bench.append(event('1', user('a')));
      const lease = present(await bench.lease());
      const closing = bench.store.close();
      await assert.rejects(bench.store.settle(lease, all(lease, { status: 'delivered' })), {
        code: 'STORE_UNAVAILABLE',
      });
      const { destinations } = await closing;
      assert.equal(destinations['Shop']?.pending, 1);
      await bench.restart();
      assert.equal(bench.store.stats().destinations['Shop']?.pending, 1);
    },
  },
  {
    clause: 'E1',
    name: 'closes while others read all of it, who are told',
    async run(bench) {
      const ids = Array.from({ length: 1_500 }, (_, n) => `${n}`);
      await bench.append(...ids.map((id) => event(id, user(id))));
      const lease = present(await bench.lease({ max: 1_500 }));
      const [dead, done] = [lease.events.slice(0, 700), lease.events.slice(700)];
      await bench.store.settle(lease, [
        ...dead.map(({ ref }) => ({ ref, status: 'dead', stage: 'map', reason: 'bad' }) as const),
        ...done.map(({ ref }) => ({ ref, status: 'delivered' }) as const),
      ]);
      const reading = [
        bench.store.readmit('Shop', { wants: () => true }),
        bench.store.resolveDeadLetters({}, 'replay'),
        bench.store.verify(),
      ];
      const [, ...outcomes] = await Promise.allSettled([bench.store.close(), ...reading]);
      for (const outcome of outcomes) {
        // One that is through by then has done its work.
        if (outcome.status === 'fulfilled') continue;
        assert.equal((outcome.reason as { code?: string }).code, 'STORE_UNAVAILABLE');
      }
      await bench.restart();
      const { pending, dead: left, delivered } = present(bench.store.stats().destinations['Shop']);
      assert.ok(pending + left + delivered >= 1_500);
    },
  },
];
