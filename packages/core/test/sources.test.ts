import { describe, expect, it } from 'vitest';
import { defineSource, memoryStore, type Draft, type SourceContext } from '@millrace/core';
import { fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const page = (messageId: string): Draft => ({ type: 'page', messageId, userId: '42' });

/** A source that hands out its context, and writes down its life. */
function fakeSource(name = 'Shop', life: string[] = []) {
  let context: SourceContext | undefined;
  const source = defineSource({
    name,
    attach(lent) {
      life.push(`${name} attached`);
      context = lent;
    },
    start: async () => void life.push(`${name} started`),
    stop: async () => void life.push(`${name} stopped`),
  });
  return { source, life, context: () => context as SourceContext };
}

describe('a source', () => {
  it('is attached at once, started with the pipeline, and stopped before the rest', async () => {
    const life: string[] = [];
    const { destination } = fakeDestination({ close: async () => void life.push('Fake closed') });
    const sources = [fakeSource('One', life).source, fakeSource('Two', life).source];
    const { pipeline } = await openPipeline({ sources, destinations: [destination] });
    expect(life).toEqual(['One attached', 'Two attached']);
    await pipeline.start();
    expect(life.slice(2)).toEqual(['One started', 'Two started']);
    await pipeline.close();

    expect(life.slice(4)).toEqual(['One stopped', 'Two stopped', 'Fake closed']);
  });

  it('may commit as soon as it is attached, and until it has stopped', async () => {
    const { source, context } = fakeSource();
    const stopping = {
      ...source,
      stop: async () => void (await context().commit([page('last')])),
    };
    const { destination, ids } = fakeDestination();
    const { pipeline } = await openPipeline({ sources: [stopping], destinations: [destination] });
    await context().commit([page('first')]);
    await pipeline.start();

    expect(await pipeline.close()).toMatchObject({ delivered: 2, pending: 0 });
    expect(ids()).toEqual(['first', 'last']);
  });

  it('must give each draft an id of its own making', async () => {
    const { source, context } = fakeSource();
    const { pipeline } = await openPipeline({ sources: [source] });
    const commit = context().commit([page('a'), { type: 'page', userId: '42' }]);

    await expect(commit).rejects.toMatchObject({
      code: 'INVALID_EVENT',
      issues: [{ path: 'messageId' }],
    });
    expect(pipeline.stats().events).toBe(0);
  });

  it('gets one receipt for each draft, in their order', async () => {
    const { source, context } = fakeSource();
    await openPipeline({ sources: [source] });
    await context().commit([page('b')]);

    expect(await context().commit([page('a'), page('b'), page('c'), page('c')])).toEqual([
      { messageId: 'a', status: 'accepted' },
      { messageId: 'b', status: 'duplicate' },
      { messageId: 'c', status: 'accepted' },
      { messageId: 'c', status: 'duplicate' },
    ]);
  });

  it('remembers what it commits, under its own name, over a restart', async () => {
    const store = memoryStore();
    const before = fakeSource();
    const other = fakeSource('Other');
    const { stop } = await openPipeline({ store, sources: [before.source, other.source] });
    await before.context().commit([], [{ key: 'cursor/2', value: { page: 2 } }]);
    await before.context().commit(
      [page('a')],
      [
        { key: 'cursor/1', value: 1 },
        { key: 'gone', value: 1 },
      ],
    );
    await before.context().commit([], [{ key: 'gone', value: undefined }]);
    expect(await other.context().recall('cursor/1')).toBeUndefined();
    await stop();

    const { source, context } = fakeSource();
    await openPipeline({ store, sources: [source] });

    expect(await context().recall('cursor/2')).toEqual({ page: 2 });
    expect(await context().recall('gone')).toBeUndefined();
    expect(await context().recallAll('cursor/', 10)).toEqual([
      { key: 'cursor/1', value: 1 },
      { key: 'cursor/2', value: { page: 2 } },
    ]);
    expect(await context().recallAll('', 1)).toHaveLength(1);
  });

  it('has all of a commit stored, or nothing: one malformed draft refuses the state, too', async () => {
    const { source, context } = fakeSource();
    const { pipeline } = await openPipeline({ sources: [source] });

    await expect(
      context().commit([page('a'), { ...page('b'), userId: '' }], [{ key: 'cursor', value: 1 }]),
    ).rejects.toMatchObject({ name: 'InvalidEvent', messageId: 'b' });

    expect(pipeline.stats().events).toBe(0);
    expect(await context().recall('cursor')).toBeUndefined();
    expect(await context().commit([page('a')])).toMatchObject([{ status: 'accepted' }]);
  });

  it("runs on the pipeline's clock", async () => {
    const { source, context } = fakeSource();
    const { clock } = await openPipeline({ sources: [source] });

    expect(context().clock).toBe(clock);
  });
});
