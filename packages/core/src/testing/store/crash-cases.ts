import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { Lease } from '../../store/lease.ts';
import { all, event, idsOf, present, user, type StoreBench, type StoreCase } from './bench.ts';

/** A write is through after fewer turns of the event loop than these, or stays as it is for a while. */
const turns = [0, 1, 2, 3, 5, 8];

async function wait(turnsToWait: number): Promise<void> {
  for (let turn = 0; turn < turnsToWait; turn += 1) await setImmediate();
}

/** Whether the two events of `commit` are there, and what the source remembers. */
async function found(bench: StoreBench): Promise<unknown> {
  const { events } = bench.store.stats();
  return { events, cursor: await bench.store.recall('poll', 'cursor') };
}

export const crashCases: readonly StoreCase[] = [
  {
    clause: 'A1',
    name: 'has what it acknowledged, after a crash in that very moment',
    async run(bench) {
      const state = { source: 'poll', changes: [{ key: 'cursor', value: 7 }] };
      await bench.store.append({ events: [event('a', user('1'))], state });
      await bench.crash();
      assert.deepEqual(await bench.leasedIds(), ['a']);
      assert.equal(await bench.store.recall('poll', 'cursor'), 7);
      assert.deepEqual(await bench.append(event('a', user('1'))), [false]);
    },
  },
  {
    clause: 'A3',
    name: 'stores all of a commit or nothing of it, whenever the crash comes',
    async run(bench) {
      for (const [round, count] of turns.entries()) {
        const state = { source: 'poll', changes: [{ key: 'cursor', value: round }] };
        const before = await found(bench);
        const { events } = bench.store.stats();
        const commit = [event(`a${round}`, user('1')), event(`b${round}`, user('2'))];
        const appended = bench.store.append({ events: commit, state }).catch(() => undefined);
        await wait(count);
        await bench.crash();
        await appended;
        const after = await found(bench);
        const whole = { events: events + 2, cursor: round };
        assert.ok(
          [JSON.stringify(before), JSON.stringify(whole)].includes(JSON.stringify(after)),
          `half of a commit was there: ${JSON.stringify({ before, after, whole })}`,
        );
      }
    },
  },
  {
    clause: 'S1',
    name: 'lends nothing again that was settled for good, after a crash in that very moment',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'delivered' }));
      await bench.crash();
      assert.equal(await bench.lease(), undefined);
      assert.equal(bench.store.stats().destinations['Shop']?.delivered, 2);
    },
  },
  {
    clause: 'L4',
    name: 'lends after a crash what was behind another event, though others are on loan all the time',
    async run(bench) {
      const take = async (max: number) => present(await bench.lease({ max }));
      const deliver = (lease: Lease) =>
        bench.store.settle(lease, all(lease, { status: 'delivered' }));
      await bench.append(event('1', user('a')));
      const failed = await take(1);
      await bench.store.settle(failed, all(failed, { status: 'release' }));
      await bench.append(event('2', user('b')), event('3', user('c')));
      assert.deepEqual(idsOf(await take(3)), ['1', '2', '3']);
      // It waits behind the first one, and that is written down.
      await bench.append(event('4', user('a')));
      assert.equal((await bench.lease())?.events.length ?? 0, 0);
      await bench.append(event('5', user('d')));
      await deliver(await take(1));
      await bench.crash();

      const first = await take(1);
      assert.deepEqual(idsOf(first), ['1']);
      await deliver(first);
      const lent: string[] = [];
      let before = await take(2);
      for (let round = 0; round < 5; round += 1) {
        await bench.append(event(`new-${round}`, user(`new-${round}`)));
        const next = await take(2);
        await deliver(before);
        lent.push(...idsOf(next));
        before = next;
      }
      assert.ok(lent.includes('4'), `lent were ${lent.join()}`);
    },
  },
  {
    clause: 'L9',
    name: 'lends again after a crash what was on loan, and settles none of it by halves',
    async run(bench) {
      for (const [round, count] of turns.entries()) {
        const ids = [`${round}a`, `${round}b`];
        await bench.append(...ids.map((id) => event(id, user(id))));
        const lease = present(await bench.lease());
        const settled = bench.store
          .settle(lease, all(lease, { status: 'delivered' }))
          .catch(() => undefined);
        await wait(count);
        await bench.crash();
        await settled;
        const again = await bench.lease();
        const { pending } = present(bench.store.stats().destinations['Shop']);
        assert.ok(
          pending === 0 ? again === undefined : idsOf(again).join() === ids.join(),
          `half of a settle was there: ${pending} pending, lent again: ${idsOf(again).join()}`,
        );
        if (again) await bench.store.settle(again, all(again, { status: 'delivered' }));
      }
    },
  },
];
