import assert from 'node:assert/strict';
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

const everything = { wants: () => true };

async function deliver(bench: StoreBench, destination = usual, max?: number): Promise<string[]> {
  const lease = await bench.lease({ destination, ...(max === undefined ? {} : { max }) });
  if (lease === undefined) return [];
  await bench.store.settle(lease, all(lease, { status: 'delivered' }));
  return idsOf(lease);
}

export const readmitCases: readonly StoreCase[] = [
  {
    clause: 'R7',
    name: 'makes delivered and dropped events due again, in order, and counts them once more',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')), event('3', user('a')));
      await deliver(bench, usual, 2);
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'dropped', reason: 'not wanted' }));
      assert.equal(await bench.store.readmit(usual, everything), 3);
      await assertSound(bench.store);
      const counts = { pending: 3, held: 0, dead: 0, delivered: 2, dropped: 1 };
      assert.deepEqual(
        { ...bench.store.stats().destinations[usual], ...counts },
        {
          ...bench.store.stats().destinations[usual],
        },
      );
      await bench.restart();
      assert.deepEqual(await deliver(bench), ['1', '2', '3']);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R7',
    name: 'keeps the order of a profile: what is not delivered yet waits for what is readmitted',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')));
      await deliver(bench);
      await bench.append(event('3', user('a')), event('4', user('a')), event('5', user('b')));
      const later = present(await bench.lease({ max: 1 }));
      assert.deepEqual(idsOf(later), ['3']);
      assert.equal(await bench.store.readmit(usual, everything), 2);
      // Of the first profile an event is on loan: it comes back, and is then behind the readmitted one.
      assert.deepEqual(await deliver(bench), ['2', '5']);
      await bench.store.settle(later, all(later, { status: 'release' }));
      await assertSound(bench.store);
      assert.deepEqual(await bench.leasedIds({ max: 1 }), ['1']);
      assert.equal(await bench.lease(), undefined);
      await bench.restart();
      assert.deepEqual(await deliver(bench), ['1', '3', '4']);
    },
  },
  {
    clause: 'R7',
    name: 'puts what waits for another try behind what is readmitted of its profile',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')));
      await deliver(bench, usual, 1);
      const lease = present(await bench.lease());
      const at = bench.clock.now() + 1_000;
      await bench.store.settle(lease, all(lease, { status: 'retry', at, reason: 'busy' }));
      assert.equal(await bench.store.readmit(usual, everything), 1);
      await assertSound(bench.store);
      await bench.clock.advance(1_000);
      assert.deepEqual(await deliver(bench), ['1', '2']);
    },
  },
  {
    clause: 'R7',
    name: 'leaves what is pending, on loan, held or dead as it is, and may be repeated',
    async run(bench) {
      await bench.append(
        event('held', anonymous('x')),
        event('dead', user('b')),
        event('done', user('c')),
        event('loan', user('d')),
        event('pending', user('e')),
      );
      const lease = present(await bench.lease({ max: 3 }));
      const [held, dead, done] = lease.events.map(({ ref }) => ref) as [number, number, number];
      await bench.store.settle(lease, [
        { ref: held, status: 'held', reason: 'no email' },
        { ref: dead, status: 'dead', stage: 'map', reason: 'bad' },
        { ref: done, status: 'delivered' },
      ]);
      const loan = present(await bench.lease({ max: 1 }));
      assert.deepEqual(idsOf(loan), ['loan']);
      assert.equal(await bench.store.readmit(usual, everything), 1);
      assert.equal(await bench.store.readmit(usual, everything), 0);
      assert.deepEqual(await deliver(bench), ['done', 'pending']);
      await bench.store.settle(loan, all(loan, { status: 'delivered' }));
      assert.equal((await bench.store.held(10)).length, 1);
      assert.equal((await bench.store.deadLetters({})).length, 1);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R8',
    name: 'brings events to a destination that was added later, which takes new ones as well',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('b')), event('3', user('a')));
      assert.equal(await bench.store.readmit('New', everything), 3);
      await bench.append(event('4', user('a'), { destinations: ['New'] }));
      await bench.restart();
      assert.deepEqual(await deliver(bench, 'New'), ['1', '2', '3', '4']);
      assert.equal(await bench.lease({ destination: 'New' }), undefined);
      assert.deepEqual(await deliver(bench), ['1', '2', '3']);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R8',
    name: 'keeps the order where the destination has not come so far yet',
    async run(bench) {
      await bench.append(
        event('1', user('a')),
        event('2', user('a'), { destinations: ['Other'] }),
        event('3', user('a')),
      );
      assert.equal(await bench.store.readmit(usual, { messageIds: ['2'], wants: () => true }), 1);
      assert.deepEqual(await deliver(bench, usual, 1), ['1']);
      assert.deepEqual(await deliver(bench, usual, 1), ['2']);
      assert.deepEqual(await deliver(bench), ['3']);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'R9',
    name: 'takes only what was asked for: by time, by id, and by what the destination wants',
    async run(bench) {
      const from = bench.clock.now() + 1_000;
      for (const id of ['1', '2', '3', '4', '5']) {
        await bench.append(event(id, user(id)));
        await bench.clock.advance(1_000);
      }
      await deliver(bench);
      const readmitted = async (
        request: Parameters<typeof bench.store.readmit>[1],
      ): Promise<string[]> => {
        await bench.store.readmit(usual, request);
        return deliver(bench);
      };
      assert.deepEqual(await readmitted({ ...everything, from }), ['2', '3', '4', '5']);
      assert.deepEqual(await readmitted({ ...everything, from, to: from + 2_000 }), ['2', '3']);
      assert.deepEqual(await readmitted({ ...everything, messageIds: ['4', '1', '9'] }), [
        '1',
        '4',
      ]);
      assert.deepEqual(
        await readmitted({
          from,
          messageIds: ['1', '2', '3'],
          wants: (one) => one.messageId !== '3',
        }),
        ['2'],
      );
    },
  },
  {
    clause: 'R9',
    name: 'never takes what a transform has dropped, has failed with, or has made anew later',
    async run(bench) {
      await bench.append(
        event('dropped', user('a'), { destinations: [], dropped: 'internal' }),
        event('failed', user('b'), { destinations: [], failed: 'it threw' }),
        event('again', user('c'), { destinations: [], failed: 'it threw' }),
      );
      const letters = await bench.store.deadLetters({ messageIds: ['again'] });
      const [letter] = letters;
      await bench.append(
        event('made', user('c'), { replaces: present(letter).ref, draftId: 'again' }),
      );
      assert.equal(await bench.store.readmit('New', everything), 1);
      assert.deepEqual(await deliver(bench, 'New'), ['made']);
      await bench.store.resolveDeadLetters({}, 'discard');
      assert.equal(await bench.store.readmit('Newer', everything), 1);
      await assertSound(bench.store);
    },
  },
  {
    clause: 'V1',
    name: 'finds nothing wrong, whatever the events wait for, also while more come',
    async run(bench) {
      const some = Array.from({ length: 1_200 }, (_, index) =>
        event(`e${index}`, user(`${index % 7}`)),
      );
      await bench.append(...some);
      const lease = present(await bench.lease({ max: 5 }));
      const [a, b, c, d, e] = lease.events.map(({ ref }) => ref) as [
        number,
        number,
        number,
        number,
        number,
      ];
      await bench.store.settle(lease, [
        { ref: a, status: 'delivered' },
        { ref: b, status: 'held', reason: 'no email' },
        { ref: c, status: 'dropped', reason: 'not wanted' },
        { ref: d, status: 'dead', stage: 'map', reason: 'bad' },
        { ref: e, status: 'retry', at: bench.clock.now() + 1, reason: 'busy' },
      ]);
      await bench.lease({ max: 50 });
      const verified = bench.store.verify();
      const more = Array.from({ length: 50 }, (_, index) =>
        bench.append(event(`m${index}`, user('z'))),
      );
      assert.deepEqual((await verified).problems, []);
      await Promise.all(more);
      await bench.restart();
      assert.deepEqual(await bench.store.verify(), { entries: 1_250, problems: [] });
    },
  },
];
