import assert from 'node:assert/strict';
import { anonymous, assertSound, email, event, present, usual, type StoreCase } from './bench.ts';
import { day, days, month, settleAll } from './retention-cases.ts';

export const expiryCases: readonly StoreCase[] = [
  {
    clause: 'R5',
    name: 'drops what was held for too long, says so, and lets what is behind it go on',
    async run(bench) {
      await bench.restart({ ...month, heldDays: days(3) });
      await bench.append(event('1', anonymous('x')), event('2', anonymous('x')));
      await bench.clock.advance(2 * day);
      await settleAll(bench, { status: 'held', reason: 'no email' }, 1);
      await bench.append(event('3', anonymous('x')));
      await bench.restart();
      const told: string[] = [];
      bench.store.listen({
        work: () => undefined,
        released: () => undefined,
        expired: (events) =>
          told.push(
            ...events.map((one) => `${one.event.messageId} ${one.destination} ${one.reason}`),
          ),
      });
      // It counts from when it was held.
      await bench.clock.advance(3 * day);
      await bench.store.prune();
      assert.equal(await bench.lease(), undefined);
      assert.deepEqual(told, []);
      await bench.clock.advance(2 * day);
      await bench.store.prune();

      const reasons = [
        `held for ${days(3)} days: no email`,
        `held for ${days(3)} days behind another event of its profile: no email`,
      ];
      assert.deepEqual(
        (await bench.store.drops(10)).map(({ messageId, reason }) => [messageId, reason]),
        [
          ['3', reasons[1]],
          ['2', reasons[1]],
          ['1', reasons[0]],
        ],
      );
      assert.deepEqual(told, [
        `1 Shop ${reasons[0]}`,
        `2 Shop ${reasons[1]}`,
        `3 Shop ${reasons[1]}`,
      ]);
      await bench.append(event('4', anonymous('x')));
      assert.deepEqual(await bench.leasedIds(), ['4']);
      const { held, dropped } = present(bench.store.stats().destinations[usual]);
      assert.deepEqual({ held, dropped }, { held: 0, dropped: 3 });
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R5',
    name: 'holds what was behind it from when it was kept back, not from anew',
    async run(bench) {
      await bench.restart({ ...month, heldDays: days(3) });
      await bench.append(event('1', anonymous('x')));
      await settleAll(bench, { status: 'held', reason: 'no email' });
      await bench.clock.advance(2 * day);
      await bench.append(event('2', anonymous('x')));
      assert.equal(await bench.lease(), undefined);
      await bench.clock.advance(2 * day);
      await bench.store.prune();
      // The first is gone; the second has waited for two days.
      await settleAll(bench, { status: 'held', reason: 'still no email' });
      await bench.clock.advance(2 * day);
      await bench.store.prune();
      assert.deepEqual(await bench.store.held(10), []);
      assert.equal(bench.store.stats().destinations[usual]?.dropped, 2);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R5',
    name: 'drops nothing that was released meanwhile',
    async run(bench) {
      await bench.restart({ ...month, heldDays: days(3) });
      await bench.append(event('1', anonymous('x')));
      await settleAll(bench, { status: 'held', reason: 'no email' });
      await bench.append(event('2', [email('ana@shop.co'), anonymous('x')], { destinations: [] }));
      await bench.clock.advance(4 * day);
      await bench.store.prune();
      assert.deepEqual(await bench.leasedIds(), ['1']);
    },
  },
];
