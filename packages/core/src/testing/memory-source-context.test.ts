import { describe, expect, it } from 'vitest';
import type { Draft } from '../event/message.ts';
import { memorySourceContext } from './memory-source-context.ts';

const draft = (messageId: string): Draft => ({ type: 'identify', messageId, userId: '42' });

describe('memorySourceContext', () => {
  it('answers for each draft, and takes an id once', async () => {
    const context = memorySourceContext();
    await context.commit([draft('a')]);

    const receipts = await context.commit([draft('a'), draft('b'), draft('b')]);

    expect(receipts.map(({ status }) => status)).toEqual(['duplicate', 'accepted', 'duplicate']);
    expect(context.accepted.map(({ messageId }) => messageId)).toEqual(['a', 'b']);
    expect(context.commits).toHaveLength(2);
  });

  it('remembers, lists in key order, and forgets', async () => {
    const context = memorySourceContext();
    const value = { at: 1 };
    await context.commit(
      [],
      [
        { key: 'page/2', value },
        { key: 'page/1', value: 'one' },
        { key: 'other', value: 0 },
      ],
    );
    value.at = 2;

    expect(await context.recall('page/2')).toEqual({ at: 1 });
    expect(await context.recallAll('page/', 5)).toEqual([
      { key: 'page/1', value: 'one' },
      { key: 'page/2', value: { at: 1 } },
    ]);
    expect(await context.recallAll('page/', 1)).toHaveLength(1);
    await context.commit([], [{ key: 'page/1', value: undefined }]);
    expect(await context.recall('page/1')).toBeUndefined();
  });

  it.each<[string, unknown, unknown, string]>([
    ['a draft without an id', { type: 'identify', userId: '42' }, 'x', 'no messageId'],
    ['a draft of another shape', { type: 'track', messageId: 'a', userId: '42' }, 'x', 'event'],
    ['a draft of no type', { type: 'order', messageId: 'a' }, 'x', 'none of the six'],
    ['state that is not JSON', draft('a'), new Map(), 'a Map'],
  ])('refuses %s, and keeps nothing of the commit', async (_, bad, value, why) => {
    const context = memorySourceContext();

    await expect(
      context.commit([draft('good'), bad as Draft], [{ key: 'k', value }]),
    ).rejects.toThrow(why);
    expect(context.accepted).toEqual([]);
    expect(await context.recall('k')).toBeUndefined();
  });
});
