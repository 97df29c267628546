import { expect, test } from 'vitest';
import { manualClock, memorySourceContext } from '@millrace/core/testing';
import { History } from './history.ts';

const hour = 3_600_000;

test('history ends when it is first asked, for good', async () => {
  const clock = manualClock();
  const memory = memorySourceContext({ clock });
  const history = new History(memory);
  await clock.advance(hour);
  const first = new Date(clock.now()).toISOString();
  expect(await history.before()).toBe(first);
  // Asking writes nothing: a full store must not keep a source from starting.
  expect(memory.commits).toHaveLength(0);
  await history.context.commit([], [{ key: 'cursor', value: 1 }]);
  await history.context.commit([], [{ key: 'cursor', value: 2 }]);
  expect(memory.commits.map(({ state }) => state.length)).toEqual([2, 1]);

  await clock.advance(hour);
  expect(await new History(memory).before()).toBe(first);
});

test('a source that wrote nothing has told nothing, and starts anew', async () => {
  const clock = manualClock();
  const memory = memorySourceContext({ clock });
  await new History(memory).before();
  await clock.advance(hour);
  expect(await new History(memory).before()).toBe(new Date(clock.now()).toISOString());
});

test('a commit that fails keeps nothing, and the next one does', async () => {
  let isFull = true;
  const memory = memorySourceContext({
    beforeCommit() {
      if (isFull) throw new Error('the disk is full');
    },
  });
  const history = new History(memory);
  const before = await history.before();
  await expect(history.context.commit([], [])).rejects.toThrow('full');
  isFull = false;
  await history.context.commit([], []);
  await memory.clock.advance(hour);
  expect(await new History(memory).before()).toBe(before);
});
