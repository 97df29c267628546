import assert from 'node:assert/strict';
import { all, anonymous, email, event, idsOf, present, user, type StoreCase } from './bench.ts';

export const recordCases: readonly StoreCase[] = [
  {
    clause: 'D1',
    name: 'lists a dead letter with all that is known of it, also after a restart',
    async run(bench) {
      await bench.append(
        event('1', user('a')),
        event('2', user('b'), { destinations: [], failed: 'it threw' }),
      );
      const lease = present(await bench.lease());
      await bench.store.settle(
        lease,
        all(lease, { status: 'dead', stage: 'deliver', reason: 'refused' }),
      );
      await bench.restart();
      const letters = await bench.store.deadLetters({});
      assert.deepEqual(
        letters.map((letter) => [
          letter.event.messageId,
          letter.stage,
          letter.destination,
          letter.reason,
          letter.attempts,
        ]),
        [
          ['2', 'transform', undefined, 'it threw', 1],
          ['1', 'deliver', 'Shop', 'refused', 1],
        ],
      );
      assert.deepEqual((await bench.store.deadLetters({ destination: 'Shop' })).length, 1);
      assert.deepEqual((await bench.store.deadLetters({ messageIds: ['2'] })).length, 1);
    },
  },
  {
    clause: 'D2',
    name: 'lends a replayed dead letter again, with no attempts counted',
    async run(bench) {
      await bench.append(event('1', user('a')), event('2', user('a')));
      const lease = present(await bench.lease({ max: 1 }));
      await bench.store.settle(
        lease,
        all(lease, { status: 'dead', stage: 'map', reason: 'refused' }),
      );
      assert.equal(await bench.store.resolveDeadLetters({ destination: 'Shop' }, 'replay'), 1);
      const again = present(await bench.lease());
      assert.deepEqual(idsOf(again), ['1', '2']);
      assert.equal(again.events[0]?.attempts, 0);
      assert.deepEqual(await bench.store.deadLetters({}), []);
    },
  },
  {
    clause: 'D2',
    name: 'lists a discarded dead letter as a drop',
    async run(bench) {
      const failed = event('2', user('b'), { destinations: [], failed: 'it threw' });
      await bench.append(event('1', user('a')), failed);
      const lease = present(await bench.lease());
      await bench.store.settle(
        lease,
        all(lease, { status: 'dead', stage: 'map', reason: 'refused' }),
      );
      assert.equal(await bench.store.resolveDeadLetters({}, 'discard'), 2);
      assert.deepEqual(
        (await bench.store.drops(10)).map(({ messageId }) => messageId),
        ['2', '1'],
      );
      const { failed: letters, dropped } = bench.store.stats();
      assert.deepEqual({ letters, dropped }, { letters: 0, dropped: 1 });
      assert.equal(await bench.lease(), undefined);
    },
  },
  {
    clause: 'D2',
    name: 'takes away a dead letter of a transform when it is appended again in its place',
    async run(bench) {
      await bench.append(event('1', user('a'), { destinations: [], failed: 'it threw' }));
      const [letter] = await bench.store.deadLetters({ stage: 'transform' });
      assert.deepEqual(
        await bench.append(event('1', user('a'), { replaces: present(letter).ref })),
        [true],
      );
      assert.deepEqual(await bench.store.deadLetters({}), []);
      // Somebody else was replaying it at the same time.
      const late = event('1', user('a'), { replaces: present(letter).ref });
      assert.deepEqual(await bench.append(late), [false]);
      assert.deepEqual(await bench.leasedIds(), ['1']);
    },
  },
  {
    clause: 'D3',
    name: 'lists what a transform and what a destination dropped, newest first',
    async run(bench) {
      await bench.append(
        event('1', user('a'), { destinations: [], dropped: 'internal' }),
        event('2', user('b')),
      );
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'dropped', reason: 'no email' }));
      assert.deepEqual(
        (await bench.store.drops(10)).map(({ messageId, destination, reason }) => [
          messageId,
          destination,
          reason,
        ]),
        [
          ['2', 'Shop', 'no email'],
          ['1', undefined, 'internal'],
        ],
      );
    },
  },
  {
    clause: 'D4',
    name: 'lists what is held, with its reason, until it is released, also after a restart',
    async run(bench) {
      await bench.append(event('1', anonymous('x')), event('2', anonymous('x')));
      const lease = present(await bench.lease());
      await bench.store.settle(lease, all(lease, { status: 'held', reason: 'no email' }));
      await bench.restart();
      assert.deepEqual(
        (await bench.store.held(10)).map((held) => [held.messageId, held.destination, held.reason]),
        [
          ['1', 'Shop', 'no email'],
          ['2', 'Shop', 'no email'],
        ],
      );
      assert.equal((await bench.store.held(1)).length, 1);
      await bench.append(event('3', [email('ana@shop.co'), anonymous('x')]));
      assert.deepEqual(await bench.store.held(10), []);
    },
  },
  {
    clause: 'M1',
    name: 'remembers for each source apart, by key and by prefix, and forgets',
    async run(bench) {
      const remember = (source: string, key: string, value: unknown) =>
        bench.store.append({ events: [], state: { source, changes: [{ key, value }] } });
      await remember('a', 'inbox:2', 'second');
      await remember('a', 'inbox:1', { first: true });
      await remember('a', 'other', 1);
      await remember('b', 'inbox:3', 'of b');
      assert.deepEqual(await bench.store.recallAll('a', 'inbox:', 10), [
        { key: 'inbox:1', value: { first: true } },
        { key: 'inbox:2', value: 'second' },
      ]);
      assert.equal((await bench.store.recallAll('a', 'inbox:', 1)).length, 1);
      const rest = await bench.store.recallAll('a', 'inbox:', 1, 'inbox:1');
      assert.deepEqual(rest, [{ key: 'inbox:2', value: 'second' }]);
      assert.deepEqual(await bench.store.recallAll('a', 'inbox:', 10, 'inbox:2'), []);
      await remember('a', 'inbox:1', undefined);
      assert.equal(await bench.store.recall('a', 'inbox:1'), undefined);
      assert.equal(await bench.store.recall('b', 'inbox:3'), 'of b');
    },
  },
  {
    clause: 'C1',
    name: 'counts each event of a destination once, wherever it is',
    async run(bench) {
      for (const id of ['1', '2', '3', '4', '5', '6']) await bench.append(event(id, user(id)));
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
      const counts = { pending: 2, held: 1, dead: 1, delivered: 1, dropped: 1 };
      const counted = () => {
        const {
          paused: _,
          oldestPendingAt: __,
          ...rest
        } = present(bench.store.stats().destinations['Shop']);
        return rest;
      };
      assert.deepEqual(counted(), counts);
      await bench.restart();
      assert.deepEqual(counted(), counts);
    },
  },
  {
    clause: 'M1',
    name: 'finds what is remembered, and counts a destination, whatever script their names are in',
    async run(bench) {
      // Sorted by UTF-16 these would come in another order than by code points.
      const names = ['\uff5e', '\u{1f680}', '__proto__'];
      const changes = names.map((name) => ({ key: `inbox:${name}`, value: name }));
      const destinations = names;
      const state = { source: 'a', changes };
      await bench.store.append({ events: [event('1', user('1'), { destinations })], state });
      const found = await bench.store.recallAll('a', 'inbox:', 10);
      assert.deepEqual(found.map(({ value }) => String(value)).sort(), [...names].sort());
      const known = Object.keys(bench.store.stats().destinations);
      assert.deepEqual(known.sort(), [...names].sort());
      assert.deepEqual((await bench.store.verify()).problems, []);
    },
  },
  {
    clause: 'E1',
    name: 'closes twice without harm',
    async run(bench) {
      await bench.store.close();
      await bench.store.close();
    },
  },
];
