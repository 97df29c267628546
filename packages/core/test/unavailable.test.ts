import { describe, expect, it } from 'vitest';
import { delivered, DestinationUnavailable, type Batch } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate, type FakeOptions } from './support/fake-destination.ts';
import { counts, openPipeline, shortly } from './support/pipeline.ts';

/** A started pipeline whose destination is down until it is told otherwise. */
async function down(
  options: Omit<FakeOptions, 'deliver'> = {},
  failure: (now: number) => Error = () => new DestinationUnavailable('answered 503'),
) {
  const state = { up: false };
  const fake = fakeDestination({
    ...options,
    deliver: (batch, { clock }) => {
      if (!state.up) throw failure(clock.now());
      return all(batch, delivered);
    },
  });
  const opened = await openPipeline({
    random: () => 0.5,
    retry: { attempts: 2 },
    destinations: [fake.destination],
  });
  await opened.pipeline.start();
  return { ...opened, ...fake, state };
}

describe('a destination that is unavailable', () => {
  it('pauses, counts no attempt, is probed with one event, and resumes: invariant 4', async () => {
    const { pipeline, clock, calls, activity, state } = await down();
    const start = clock.now();
    await pipeline.track(coupon('a', '1'));
    await pipeline.track(coupon('b', '2'));
    await pipeline.track(coupon('c', '3'));
    // Paused for half of 1,000, of 2,000 and of 4,000: more often than an event has attempts.
    await clock.advance(3_499);
    state.up = true;
    await clock.advance(1);

    expect(calls.slice(0, 4).map(({ at, ids }) => [at - start, ids.length])).toEqual([
      [0, 1],
      [500, 1],
      [1_500, 1],
      [3_500, 1],
    ]);
    expect(
      calls
        .slice(3)
        .flatMap(({ ids }) => ids)
        .toSorted(),
    ).toEqual(['a', 'b', 'c']);
    expect(activity.filter(({ type }) => type === 'paused')).toMatchObject([
      { destination: 'Fake', reason: 'answered 503', until: '2026-07-15T12:00:00.500Z' },
      { until: '2026-07-15T12:00:01.500Z' },
      { until: '2026-07-15T12:00:03.500Z' },
    ]);
    expect(shortly(activity)).not.toContain('retrying a');
    expect(activity.filter(({ type }) => type === 'resumed')).toHaveLength(1);
    expect(counts(pipeline)).toEqual({ delivered: 3 });
  });

  it('starts from the shortest pause when it fails anew', async () => {
    const { pipeline, clock, activity, state } = await down();
    await pipeline.track(coupon('a'));
    await clock.advance(499);
    state.up = true;
    await clock.advance(1);
    state.up = false;
    await pipeline.track(coupon('b'));
    await clock.advance(0);

    expect(activity.at(-1)).toMatchObject({ type: 'paused', until: '2026-07-15T12:00:01.000Z' });
  });

  it('is left alone until retryAt, if it said so', async () => {
    const { pipeline, clock, calls, state, activity } = await down(
      {},
      (now) => new DestinationUnavailable('answered 429', { retryAt: now + 60_000 }),
    );
    await pipeline.track(coupon('a', '1'));
    await clock.advance(1);
    state.up = true;
    await pipeline.track(coupon('b', '2'));
    await clock.advance(59_998);
    expect(calls).toHaveLength(1);
    expect(activity.at(1)).toMatchObject({ type: 'paused', until: '2026-07-15T12:01:00.000Z' });
    await clock.advance(1);

    expect(calls.map(({ ids }) => ids)).toEqual([['a'], ['a'], ['b']]);
  });

  it('is left alone until retryAt, even if a call that was under way succeeds', async () => {
    const slow = gate();
    const { destination, ids } = fakeDestination({
      lanes: { all: { maxOperations: 1 } },
      async deliver(batch, { clock }) {
        const [first] = batch.operations;
        if (first?.key === 'slow') await slow.opened;
        else if (ids().length === 2)
          throw new DestinationUnavailable('answered 429', { retryAt: clock.now() + 60_000 });
        return all(batch, delivered);
      },
    });
    const { pipeline, clock, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('slow', '1'));
    await pipeline.track(coupon('a', '2'));
    await idle();
    slow.open();
    await clock.advance(59_999);
    expect(ids()).toEqual(['slow', 'a']);
    await clock.advance(1);

    expect(ids()).toEqual(['slow', 'a', 'a']);
    expect(counts(pipeline)).toEqual({ delivered: 2 });
  });

  it('gets no call that waited for its turn in a lane', async () => {
    const { pipeline, clock, calls } = await down({
      lanes: { all: { maxOperations: 1, concurrency: 1, limits: [{ calls: 1, perMs: 1_000 }] } },
    });
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => pipeline.track(coupon(`event-${n}`, `${n}`))),
    );
    // The pauses: half a second, one, two, four, eight; the lane lets a call through each 1.1 seconds.
    await clock.advance(15_499);

    expect(calls).toHaveLength(5);
    expect(counts(pipeline)).toEqual({ pending: 20 });
  });

  it('gets no call that waited for its turn while another one failed', async () => {
    const slow = gate();
    const { destination, calls } = fakeDestination({
      lanes: { all: { maxOperations: 1, limits: [{ calls: 1, perMs: 1_000 }] } },
      async deliver(_, { clock }) {
        await slow.opened;
        throw new DestinationUnavailable('answered 429', { retryAt: clock.now() + 60_000 });
      },
    });
    const { pipeline, clock } = await openPipeline({ destinations: [destination] });
    await Promise.all([pipeline.track(coupon('a', '1')), pipeline.track(coupon('b', '2'))]);
    await pipeline.start();
    await clock.advance(500);
    slow.open();
    await clock.advance(59_000);

    expect(calls.map(({ ids }) => ids)).toEqual([['a']]);
  });

  it('says what became of operations before it failed', async () => {
    let first = true;
    const { destination, calls } = fakeDestination({
      deliver(batch: Batch) {
        if (!first) return all(batch, delivered);
        first = false;
        throw new DestinationUnavailable('lost the connection', {
          outcomes: [delivered, { status: 'rejected', reason: 'no' }, undefined],
        });
      },
    });
    const { pipeline, clock } = await openPipeline({ destinations: [destination] });
    await Promise.all(['a', 'b', 'c', 'd'].map((id) => pipeline.track(coupon(id, id))));
    await pipeline.start();
    await clock.advance(1_000);

    expect(calls[0]?.ids).toEqual(['a', 'b', 'c', 'd']);
    expect(calls.slice(1).flatMap(({ ids }) => ids)).toEqual(['c', 'd']);
    expect(counts(pipeline)).toEqual({ delivered: 3, dead: 1 });
  });

  it('is known by its code: a plugin may bring its own copy of the class', async () => {
    const { pipeline, activity, idle } = await down({}, () =>
      Object.assign(new Error('answered 503'), {
        [Symbol.for('millrace.error')]: true,
        code: 'DESTINATION_UNAVAILABLE',
        outcomes: [],
      }),
    );
    await pipeline.track(coupon('a'));
    await idle();

    expect(shortly(activity)).toEqual(['accepted a', 'paused']);
  });

  it('delays neither another destination nor track()', async () => {
    const dead = fakeDestination({
      name: 'Dead',
      deliver: (_, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DestinationUnavailable('given up')));
        }),
    });
    const failing = fakeDestination({
      name: 'Failing',
      deliver: () => raise(new DestinationUnavailable('down')),
    });
    const well = fakeDestination({ name: 'Well' });
    const { pipeline, idle } = await openPipeline({
      destinations: [dead.destination, failing.destination, well.destination],
    });
    await pipeline.start();
    for (let n = 0; n < 30; n += 1) {
      expect(await pipeline.track(coupon(`a-${n}`, `${n}`))).toMatchObject({ status: 'accepted' });
      await idle();
    }

    expect(counts(pipeline, 'Well')).toEqual({ delivered: 30 });
    expect(counts(pipeline, 'Failing')).toEqual({ pending: 30 });
    expect(counts(pipeline, 'Dead')).toEqual({ pending: 30 });
  });
});

function raise(error: unknown): never {
  throw error;
}
