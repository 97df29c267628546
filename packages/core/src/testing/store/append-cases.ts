import assert from 'node:assert/strict';
import { anonymous, email, event, idsOf, user, type StoreCase } from './bench.ts';

export const appendCases: readonly StoreCase[] = [
  {
    clause: 'A1',
    name: 'keeps events, links and state over a restart',
    async run(bench) {
      const state = { source: 'poll', changes: [{ key: 'cursor', value: { page: 7 } }] };
      await bench.store.append({ events: [event('a', [email('ana@shop.co'), user('1')])], state });
      await bench.restart();
      assert.deepEqual(await bench.leasedIds(), ['a']);
      assert.deepEqual(await bench.store.recall('poll', 'cursor'), { page: 7 });
      assert.deepEqual((await bench.store.profileOf(user('1')))?.identifiers.length, 2);
    },
  },
  {
    clause: 'A2',
    name: 'answers a known id as not new, and changes nothing',
    async run(bench) {
      assert.deepEqual(await bench.append(event('a', user('1'))), [true]);
      const repeated = event('a', [user('1'), email('other@shop.co')]);
      assert.deepEqual(await bench.append(repeated), [false]);
      assert.equal(await bench.store.profileOf(email('other@shop.co')), undefined);
      assert.deepEqual(await bench.leasedIds(), ['a']);
      assert.equal(bench.store.stats().events, 1);
    },
  },
  {
    clause: 'A2',
    name: 'takes one of several that have the same id, also when they come at the same time',
    async run(bench) {
      const together = await Promise.all([
        bench.append(event('a', user('1')), event('a', user('1'))),
        bench.append(event('a', user('1'))),
      ]);
      assert.deepEqual(together, [[true, false], [false]]);
      assert.deepEqual(await bench.leasedIds(), ['a']);
    },
  },
  {
    clause: 'A2',
    name: 'takes what a transform made of a draft once, also when the draft is twice in one commit',
    async run(bench) {
      const made = (id: string) => event(id, user('1'), { draftId: 'draft' });
      const isNew = await bench.append(made('a'), made('b'), made('a'), made('b'));
      assert.deepEqual(isNew, [true, true, false, false]);
      assert.deepEqual(await bench.leasedIds(), ['a', 'b']);
    },
  },
  {
    clause: 'A2',
    name: 'knows a draft by its own id when a transform made other events of it',
    async run(bench) {
      const made = () => [event('a', user('1')), event('a/2', user('1'), { draftId: 'a' })];
      assert.deepEqual(await bench.append(...made()), [true, true]);
      assert.deepEqual(await bench.append(...made()), [false, false]);
      assert.deepEqual(await bench.leasedIds(), ['a', 'a/2']);
    },
  },
  {
    clause: 'A4',
    name: 'refuses after close',
    async run(bench) {
      await bench.store.close();
      await assert.rejects(bench.append(event('a', user('1'))), { code: 'STORE_UNAVAILABLE' });
      await bench.restart();
      assert.deepEqual(await bench.leasedIds(), []);
    },
  },
  {
    clause: 'I2',
    name: 'merges two profiles that an event names, and lends their events in order',
    async run(bench) {
      await bench.append(event('1', anonymous('x')), event('2', email('ana@shop.co')));
      await bench.append(event('3', [email('ana@shop.co'), anonymous('x')]));
      const profile = await bench.store.profileOf(anonymous('x'));
      assert.deepEqual(profile, await bench.store.profileOf(email('ana@shop.co')));
      const lease = await bench.lease();
      assert.deepEqual(idsOf(lease), ['1', '2', '3']);
      assert.deepEqual(
        new Set(lease?.events.map((leased) => leased.profile.id)),
        new Set([profile?.id]),
      );
    },
  },
  {
    clause: 'I2',
    name: 'never merges two people with emails of their own, whatever device they share',
    async run(bench) {
      await bench.append(event('1', [email('ana@shop.co'), anonymous('tablet')]));
      await bench.append(event('2', [email('ben@shop.co'), anonymous('tablet')]));
      const ana = await bench.store.profileOf(email('ana@shop.co'));
      const ben = await bench.store.profileOf(email('ben@shop.co'));
      assert.notEqual(ana?.id, ben?.id);
      assert.equal((await bench.store.profileOf(anonymous('tablet')))?.id, ana?.id);
    },
  },
  {
    clause: 'I3',
    name: 'knows a merged profile after a restart',
    async run(bench) {
      await bench.append(event('1', anonymous('x')), event('2', [user('7'), anonymous('x')]));
      await bench.restart();
      assert.equal(
        (await bench.store.profileOf(anonymous('x')))?.id,
        (await bench.store.profileOf(user('7')))?.id,
      );
    },
  },
];
