import { describe, expect, it } from 'vitest';
import { delivered, DestinationUnavailable, memoryStore, type Activity } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const unavailable = () => Promise.reject(new DestinationUnavailable('answered 503'));
const nothing = { delivered: 0, pending: 0, held: 0, dead: 0 };

describe('close', () => {
  it('waits for what is under way, and reports what was delivered', async () => {
    const { opened, open } = gate();
    const { destination } = fakeDestination({
      deliver: (batch) => opened.then(() => all(batch, delivered)),
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close();
    await idle();
    open();

    expect(await closing).toEqual({ ...nothing, delivered: 1 });
  });

  it('does not wait for ever for a deliver that does not heed its signal', async () => {
    const { destination } = fakeDestination({ deliver: () => new Promise(() => undefined) });
    const { pipeline, clock } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 1_000 });
    await clock.advance(1_000 + 5_000);

    expect(await closing).toEqual({ ...nothing, pending: 1 });
  });

  it('reports as pending what a destination that is down has not taken: invariant 1', async () => {
    const store = memoryStore();
    const down = await openPipeline({
      store,
      destinations: [fakeDestination({ deliver: unavailable }).destination],
    });
    await down.pipeline.start();
    await down.pipeline.track(coupon('a', '1'));
    await down.pipeline.track(coupon('b', '2'));
    const closing = down.pipeline.close({ timeoutMs: 10_000 });
    await down.clock.advance(10_000);
    expect(await closing).toEqual({ ...nothing, pending: 2 });

    const { destination, ids } = fakeDestination();
    const up = await openPipeline({ store, clock: down.clock, destinations: [destination] });
    await up.pipeline.start();
    expect(await up.pipeline.close()).toEqual({ ...nothing, delivered: 2 });
    expect(ids().toSorted()).toEqual(['a', 'b']);
  });

  it('reports what was delivered since the pipeline was created, not before', async () => {
    const store = memoryStore();
    const { destination } = fakeDestination();
    for (const id of ['a', 'b']) {
      const { pipeline } = await openPipeline({ store, destinations: [destination] });
      await pipeline.start();
      await pipeline.track(coupon(id));
      expect(await pipeline.close()).toEqual({ ...nothing, delivered: 1 });
    }
  });

  it('cuts short what is under way when its time is up: it stays pending', async () => {
    const { destination, calls } = fakeDestination({
      deliver: (_, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('aborted')));
        }),
    });
    // That is no attempt: it would be the last one.
    const { pipeline, clock } = await openPipeline({
      retry: { attempts: 1 },
      destinations: [destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 500 });
    await clock.advance(500);

    expect(await closing).toEqual({ ...nothing, pending: 1 });
    expect(calls).toHaveLength(1);
  });

  it('reports what is held, and dead letters of all stages', async () => {
    const { destination } = fakeDestination({
      map: ({ messageId }) => (messageId === 'a' ? { hold: 'who?' } : { reject: 'no' }),
    });
    const { pipeline, idle } = await openPipeline({
      destinations: [destination],
      transforms: [
        {
          name: 'fails',
          apply(event) {
            if (event.messageId === 'c') throw new Error('no');
            return event;
          },
        },
      ],
    });
    await pipeline.start();
    await Promise.all(['a', 'b', 'c'].map((id) => pipeline.track(coupon(id, id))));
    await idle();

    expect(await pipeline.close()).toEqual({ ...nothing, held: 1, dead: 2 });
  });

  it('reports what is pending when the pipeline was never started, and waits for nothing', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination().destination],
    });
    await pipeline.track(coupon('a'));

    expect(await pipeline.close()).toEqual({ ...nothing, pending: 1 });
    expect(clock.pending).toBe(0);
  });

  it('may be called twice: both get the one report', async () => {
    let closed = 0;
    const { destination } = fakeDestination({ close: async () => void (closed += 1) });
    const { pipeline } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const reports = await Promise.all([pipeline.close(), pipeline.close()]);

    expect(reports).toEqual([
      { ...nothing, delivered: 1 },
      { ...nothing, delivered: 1 },
    ]);
    expect(await pipeline.close()).toBe(reports[0]);
    expect(closed).toBe(1);
  });

  it('leaves no timer behind, and completes activity$', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination({ deliver: unavailable }).destination],
    });
    let completed = false;
    pipeline.activity$.subscribe({ complete: () => (completed = true) });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 100 });
    await clock.advance(99);
    expect(completed).toBe(false);
    await clock.advance(1);
    await closing;

    expect(completed).toBe(true);
    expect(clock.pending).toBe(0);
  });

  it('goes on when a part of it fails, and says so in the log', async () => {
    const log: object[] = [];
    const error = (fields: object) => void log.push(fields);
    const ignore = () => undefined;
    const { destination } = fakeDestination({ close: () => Promise.reject(new Error('socket')) });
    const { pipeline } = await openPipeline({
      destinations: [destination],
      sources: [
        {
          name: 'Shop',
          attach: ignore,
          start: () => Promise.reject(new Error('no port')),
          stop: () => Promise.reject(new Error('no server')),
        },
      ],
      logger: { debug: ignore, info: ignore, warn: ignore, error },
    });
    let completed = false;
    pipeline.activity$.subscribe({ complete: () => (completed = true) });
    await expect(pipeline.start()).rejects.toThrow('no port');
    await pipeline.track(coupon('a'));

    expect(await pipeline.close()).toEqual({ ...nothing, delivered: 1 });
    expect(completed).toBe(true);
    expect(log).toEqual([
      { plugin: 'Shop', reason: 'no server' },
      { plugin: 'Fake', reason: 'socket' },
    ]);
  });
});

describe('after close', () => {
  it('every call is refused, and nothing is stored', async () => {
    const store = memoryStore();
    const { pipeline } = await openPipeline({ store });
    await pipeline.close();
    const refused = { name: 'PipelineClosed', code: 'PIPELINE_CLOSED' };

    await expect(pipeline.track(coupon('a'))).rejects.toMatchObject(refused);
    await expect(pipeline.identify({ userId: '1' })).rejects.toMatchObject(refused);
    await expect(pipeline.page({ userId: '1' })).rejects.toMatchObject(refused);
    await expect(pipeline.screen({ userId: '1' })).rejects.toMatchObject(refused);
    await expect(pipeline.group({ userId: '1', groupId: 'g' })).rejects.toMatchObject(refused);
    await expect(pipeline.alias({ userId: '1', previousId: '2' })).rejects.toMatchObject(refused);
    await expect(pipeline.accept({ type: 'page', userId: '1' })).rejects.toMatchObject(refused);
    await expect(pipeline.start()).rejects.toMatchObject(refused);
    await expect(pipeline.flush()).rejects.toMatchObject(refused);
    const again = await openPipeline({ store });
    expect(again.pipeline.stats().events).toBe(0);
  });

  it('whoever reads is told that it is closed', async () => {
    const { pipeline } = await openPipeline();
    await pipeline.close();
    const closed = { code: 'STORE_UNAVAILABLE' };

    expect(() => pipeline.stats()).toThrow('The store is closed');
    await expect(pipeline.deadLetters()).rejects.toMatchObject(closed);
    await expect(pipeline.drops()).rejects.toMatchObject(closed);
    await expect(pipeline.replay()).rejects.toMatchObject(closed);
    await expect(pipeline.discard()).rejects.toMatchObject(closed);
    await expect(pipeline.profile({ type: 'user_id', id: '1' })).rejects.toMatchObject(closed);
  });

  it('even while it is closing', async () => {
    const { pipeline } = await openPipeline();
    const closing = pipeline.close();

    await expect(pipeline.track(coupon('a'))).rejects.toThrow('was not stored');
    await closing;
  });
});

describe('flush', () => {
  it('waits until nothing is pending, also for what comes meanwhile', async () => {
    const { opened, open } = gate();
    const { destination } = fakeDestination({
      deliver: (batch) => opened.then(() => all(batch, delivered)),
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a', '1'));
    const flushing = pipeline.flush();
    await pipeline.track(coupon('b', '2'));
    await idle();
    open();

    expect(await flushing).toEqual({ ...nothing, delivered: 2 });
  });

  it('gives up when its time is up', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination({ deliver: unavailable }).destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    let report: unknown;
    void pipeline.flush({ timeoutMs: 200 }).then((it) => (report = it));
    await clock.advance(199);
    expect(report).toBeUndefined();
    await clock.advance(1);

    expect(report).toEqual({ ...nothing, pending: 1 });
  });

  it('waits as long as each call says, though they overlap, and runs anew after that', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination({ deliver: unavailable }).destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const done: string[] = [];
    void pipeline.flush({ timeoutMs: 900 }).then(() => done.push('long'));
    void pipeline.flush({ timeoutMs: 200 }).then(() => done.push('short'));
    await clock.advance(199);
    expect(done).toEqual([]);
    await clock.advance(1);
    expect(done).toEqual(['short']);
    await clock.advance(700);
    expect(done).toEqual(['short', 'long']);
    void pipeline.flush({ timeoutMs: 200 }).then(() => done.push('later'));
    await clock.advance(199);

    expect(done).toHaveLength(2);
    await clock.advance(1);
    expect(done).toHaveLength(3);
  });

  it('returns at once before start', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination().destination],
    });
    await pipeline.track(coupon('a'));
    const before = clock.pending;

    expect(await pipeline.flush()).toEqual({ ...nothing, pending: 1 });
    expect(clock.pending).toBe(before);
  });

  it('ends when the pipeline closes, however long it would wait', async () => {
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination({ deliver: unavailable }).destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const flushing = pipeline.flush({ timeoutMs: 3_600_000 });
    const closing = pipeline.close({ timeoutMs: 0 });
    await clock.advance(0);

    expect(await closing).toEqual({ ...nothing, pending: 1 });
    expect(await flushing).toEqual({ ...nothing, pending: 1 });
    expect(clock.pending).toBe(0);
  });
});

describe('start', () => {
  it('may be called twice: sources and dispatch are started once', async () => {
    let started = 0;
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      destinations: [destination],
      sources: [{ name: 'Shop', attach: () => undefined, start: async () => void (started += 1) }],
    });
    await pipeline.track(coupon('a'));
    await idle();
    expect(ids()).toEqual([]);
    await Promise.all([pipeline.start(), pipeline.start()]);
    await pipeline.start();
    await idle();

    expect(started).toBe(1);
    expect(ids()).toEqual(['a']);
  });
});

describe('activity$', () => {
  it('is hot, and tells each thing with its time', async () => {
    const { pipeline, clock, idle } = await openPipeline({
      destinations: [fakeDestination().destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await idle();
    await clock.advance(1_000);
    const late: Activity[] = [];
    pipeline.activity$.subscribe((happened) => late.push(happened));
    await pipeline.identify({ messageId: 'b', userId: '42' });
    await idle();

    const about = { messageId: 'b', event: 'identify', at: '2026-07-15T12:00:01.000Z' };
    expect(late).toEqual([
      { type: 'accepted', ...about },
      { type: 'delivered', destination: 'Fake', ...about },
    ]);
  });
});
