import { describe, expect, test } from 'vitest';
import { FakeContext } from '../../test/fake-context.ts';
import type { Subject } from '../subject.ts';
import { Inbox } from './inbox.ts';
import { inboxKey } from './keys.ts';
import { recallEach } from './recall-each.ts';

const one: Subject = { kind: 'order', id: '1' };
const seven: Subject = { kind: 'order', id: '7' };

describe('the inbox', () => {
  test('keeps an order for which another notice came', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice([one]);
    const taken = (await inbox.take(one))!;
    await inbox.notice([one]);
    expect(await inbox.finish(taken, [], [])).toBe(true);
    const again = (await inbox.take(one))!;
    expect(await inbox.finish(again, [], [])).toBe(false);
    expect(await inbox.take(one)).toBeUndefined();
  });

  test('remembers the failures of an order when another notice comes', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice([one]);
    await inbox.failed(one, 'why', true);
    await context.clock.advance(1_000);
    await inbox.notice([one]);
    expect(await inbox.take(one)).toEqual({
      kind: 'order',
      id: '1',
      since: '2026-03-01T12:00:00.000Z',
      notices: 2,
      attempts: 1,
      missing: 1,
      reason: 'why',
    });
  });

  test('counts every notice of those that come together', async () => {
    const inbox = new Inbox(new FakeContext());
    await Promise.all(Array.from({ length: 20 }, () => inbox.notice([one])));
    expect(await inbox.take(one)).toMatchObject({ notices: 20 });
  });

  test('takes many in one commit, with what else is to be remembered', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice([one, { kind: 'cart', id: 'a-b' }, one], [{ key: 'cursor', value: 5 }]);
    expect(context.commits).toBe(1);
    expect(context.disk.keys('')).toEqual(['cursor', 'inbox:cart:a-b', inboxKey(one)]);
  });

  test('puts what is to be looked at because of a subject into the commit that ends it', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice([one]);
    const taken = (await inbox.take(one))!;
    await inbox.finish(taken, [], [], { also: [{ kind: 'customer', id: '5' }] });
    expect(context.commits).toBe(2);
    expect(context.disk.keys('inbox:')).toEqual(['inbox:customer:0000000000000005']);
  });

  test('keeps what is to be looked at later', async () => {
    const inbox = new Inbox(new FakeContext());
    await inbox.notice([one]);
    const taken = (await inbox.take(one))!;
    expect(await inbox.finish(taken, [], [], { keep: true })).toBe(true);
    expect(await inbox.take(one)).toEqual(taken);
  });

  test('reads an order from its key when the entry is damaged', async () => {
    const context = new FakeContext();
    context.disk.state.set(inboxKey(seven), { nonsense: true });
    const inbox = new Inbox(context);
    expect(await inbox.take(seven)).toMatchObject({ kind: 'order', id: '7', attempts: 0 });
    for await (const { id } of inbox.each()) expect(id).toBe('7');
  });

  test('takes the next notice after one that could not be written', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    context.beforeCommit = () => Promise.reject(new Error('the disk is full'));
    await expect(inbox.notice([one])).rejects.toThrow('the disk is full');
    context.beforeCommit = () => Promise.resolve();
    await inbox.notice([one]);
    expect(await inbox.take(one)).toMatchObject({ notices: 1 });
  });
});

test.each([2, 3, 10, 500])('all keys are recalled, in order, by pages of %i', async (size) => {
  const context = new FakeContext();
  const ids = Array.from({ length: 150 }, (_, index) => index * 37 + 1);
  for (const id of ids) {
    context.disk.state.set(inboxKey({ kind: 'order', id: String(id) }), id);
  }
  context.disk.state.set('order:0000000000000001', {});
  const found = [];
  for await (const { value } of recallEach(context, 'inbox:', size)) found.push(value);
  expect(found).toEqual(ids);
});
