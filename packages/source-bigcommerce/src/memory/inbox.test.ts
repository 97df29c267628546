import { describe, expect, test } from 'vitest';
import { FakeContext } from '../../test/fake-context.ts';
import { Inbox } from './inbox.ts';
import { inboxKey } from './keys.ts';
import { recallEach } from './recall-each.ts';

describe('the inbox', () => {
  test('keeps an order for which another notice came', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice(1);
    const taken = (await inbox.take(1))!;
    await inbox.notice(1);
    expect(await inbox.finish(taken, [], [])).toBe(true);
    const again = (await inbox.take(1))!;
    expect(await inbox.finish(again, [], [])).toBe(false);
    expect(await inbox.take(1)).toBeUndefined();
  });

  test('remembers the failures of an order when another notice comes', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    await inbox.notice(1);
    await inbox.failed(1, 'why', true);
    await context.clock.advance(1_000);
    await inbox.notice(1);
    expect(await inbox.take(1)).toEqual({
      orderId: 1,
      since: '2026-03-01T12:00:00.000Z',
      notices: 2,
      attempts: 1,
      missing: 1,
      reason: 'why',
    });
  });

  test('counts every notice of those that come together', async () => {
    const inbox = new Inbox(new FakeContext());
    await Promise.all(Array.from({ length: 20 }, () => inbox.notice(1)));
    expect(await inbox.take(1)).toMatchObject({ notices: 20 });
  });

  test('reads an order from its key when the entry is damaged', async () => {
    const context = new FakeContext();
    context.disk.state.set(inboxKey(7), { nonsense: true });
    const inbox = new Inbox(context);
    expect(await inbox.take(7)).toMatchObject({ orderId: 7, attempts: 0 });
    for await (const { orderId } of inbox.each()) expect(orderId).toBe(7);
  });

  test('takes the next notice after one that could not be written', async () => {
    const context = new FakeContext();
    const inbox = new Inbox(context);
    context.beforeCommit = () => Promise.reject(new Error('the disk is full'));
    await expect(inbox.notice(1)).rejects.toThrow('the disk is full');
    context.beforeCommit = () => Promise.resolve();
    await inbox.notice(1);
    expect(await inbox.take(1)).toMatchObject({ notices: 1 });
  });
});

test.each([2, 3, 10, 500])('all keys are recalled, in order, by pages of %i', async (size) => {
  const context = new FakeContext();
  const ids = Array.from({ length: 150 }, (_, index) => index * 37 + 1);
  for (const id of ids) context.disk.state.set(inboxKey(id), id);
  context.disk.state.set('placed:0000000000000001', {});
  const found = [];
  for await (const { value } of recallEach(context, 'inbox:', size)) found.push(value);
  expect(found).toEqual(ids);
});
