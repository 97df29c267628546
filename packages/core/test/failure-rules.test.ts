import { describe, expect, it } from 'vitest';
import {
  BatchRefused,
  delivered,
  DestinationUnavailable,
  type Batch,
  type Outcome,
} from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, type FakeOptions } from './support/fake-destination.ts';
import { counts, openPipeline } from './support/pipeline.ts';

const minute = 60_000;
const retry: Outcome = { status: 'retry', reason: 'locked' };
const has = ({ operations }: Batch, id: string) => operations.some(({ key }) => key === id);

async function delivering(options: FakeOptions, retryOptions: object = {}) {
  const fake = fakeDestination({ lanes: { all: { maxOperations: 500 } }, ...options });
  const opened = await openPipeline({
    destinations: [fake.destination],
    random: () => 0.5,
    retry: retryOptions,
  });
  const track = (ids: readonly string[]) =>
    Promise.all(ids.map((id) => opened.pipeline.track(coupon(id, id))));
  return { ...opened, ...fake, track };
}

const many = (count: number) => Array.from({ length: count }, (_, n) => `event-${n}`);

describe('a batch that is refused', () => {
  it('is delivered but for the event at fault, which is a dead letter with the reason', async () => {
    const { pipeline, clock, calls, track } = await delivering({
      deliver(batch) {
        if (has(batch, 'event-123')) throw new BatchRefused('answered 400: malformed');
        return all(batch, delivered);
      },
    });
    await track(many(200));
    await pipeline.start();
    await clock.advance(1_000);

    expect(counts(pipeline)).toEqual({ delivered: 199, dead: 1 });
    expect(calls.length).toBeLessThanOrEqual(1 + 10);
    expect(await pipeline.deadLetters()).toMatchObject([
      { event: { messageId: 'event-123' }, reason: 'answered 400: malformed', attempts: 1 },
    ]);
  });

  it('is delivered in one call more when the vendor points at the event at fault', async () => {
    const { pipeline, clock, calls, track } = await delivering({
      deliver(batch) {
        const index = batch.operations.findIndex(({ key }) => key === 'event-123');
        if (index < 0) return all(batch, delivered);
        throw new BatchRefused('answered 400', {
          suspects: new Map([[index, 'no such currency']]),
        });
      },
    });
    await track(many(200));
    await pipeline.start();
    await clock.advance(0);

    expect(calls).toHaveLength(2);
    expect(counts(pipeline)).toEqual({ delivered: 199, dead: 1 });
    expect(await pipeline.deadLetters()).toMatchObject([{ reason: 'no such currency' }]);
  });

  it('keeps what is known when the destination fails amid that, and goes on once it is back', async () => {
    const { pipeline, clock, calls, track, ids } = await delivering({
      deliver(batch) {
        if (calls.length === 4) throw new DestinationUnavailable('answered 503');
        if (has(batch, 'event-123')) throw new BatchRefused('answered 400');
        return all(batch, delivered);
      },
    });
    await track(many(200));
    await pipeline.start();
    await clock.advance(0);
    expect(counts(pipeline)).toEqual({ delivered: 100, pending: 100 });
    await clock.advance(10_000);

    expect(counts(pipeline)).toEqual({ delivered: 199, dead: 1 });
    const taken = ids().filter((id) => id === 'event-0');
    expect(taken).toHaveLength(2);
  });

  it('that was too large makes the batches of its lane smaller from then on', async () => {
    const { pipeline, clock, calls, track } = await delivering({
      map: (event) => ({
        operations: [{ lane: 'all', key: event.messageId, payload: event, bytes: 1_000 }],
      }),
      deliver(batch) {
        if (batch.operations.length > 60) throw new BatchRefused('413', { tooLarge: true });
        return all(batch, delivered);
      },
    });
    await track(many(100));
    await pipeline.start();
    await clock.advance(0);
    await track(many(300).slice(200));
    await clock.advance(0);

    expect(calls.slice(0, 3).map(({ ids }) => ids.length)).toEqual([100, 50, 50]);
    expect(Math.max(...calls.slice(3).map(({ ids }) => ids.length))).toBeLessThanOrEqual(50);
    expect(counts(pipeline)).toEqual({ delivered: 200 });
  });

  it('is known by its code: a plugin may bring its own copy of the class', async () => {
    const { pipeline, clock, track } = await delivering({
      deliver(batch) {
        if (!has(batch, 'event-3')) return all(batch, delivered);
        throw Object.assign(new Error('answered 400'), {
          [Symbol.for('millrace.error')]: true,
          code: 'BATCH_REFUSED',
          suspects: new Map(),
          tooLarge: false,
        });
      },
    });
    await track(many(9));
    await pipeline.start();
    await clock.advance(0);

    expect(counts(pipeline)).toEqual({ delivered: 8, dead: 1 });
  });
});

describe('an event that fails again and again', () => {
  it('is given up retry.maxAgeMs after it first failed, though it has attempts left', async () => {
    const { pipeline, clock, calls, track } = await delivering(
      { deliver: (batch, { clock }) => all(batch, { ...retry, at: clock.now() + 2 * minute }) },
      { attempts: 100, maxAgeMs: 7 * minute },
    );
    await pipeline.start();
    await track(['a']);
    await clock.advance(7 * minute);
    expect(calls).toHaveLength(4);
    expect(counts(pipeline)).toEqual({ pending: 1 });
    await clock.advance(minute);

    expect(await pipeline.deadLetters()).toMatchObject([
      { reason: 'gave up after 5 attempts in 8 minutes: locked' },
    ]);
  });

  it('is not given up for the time that its destination was down', async () => {
    let isDown = true;
    let failsOnce = true;
    const { pipeline, clock, track } = await delivering(
      {
        deliver(batch) {
          if (isDown) throw new DestinationUnavailable('down');
          if (!failsOnce) return all(batch, delivered);
          failsOnce = false;
          return all(batch, retry);
        },
      },
      { maxAgeMs: minute },
    );
    await pipeline.start();
    await track(['a']);
    await clock.advance(10 * minute);
    isDown = false;
    await clock.advance(10 * minute);

    expect(counts(pipeline)).toEqual({ delivered: 1 });
  });
});

describe('when a destination recovers', () => {
  it('no more events that failed before are sent than a fifth of the successes, and one a second', async () => {
    const failed = new Set(many(60));
    const again: number[] = [];
    const { pipeline, clock, track } = await delivering({
      deliver: ({ operations }, { clock }) =>
        operations.map(({ key }) => {
          if (failed.delete(key)) return { ...retry, at: clock.now() + 1 };
          if (many(60).includes(key)) again.push(clock.now());
          return delivered;
        }),
    });
    const start = clock.now();
    await pipeline.start();
    await track(many(60));
    await clock.advance(500);
    // Ten to begin with, and what their own success earns: two, and a part of one.
    expect(again).toHaveLength(12);
    await track(many(120).slice(60));
    await clock.advance(0);
    expect(again.length).toBeLessThanOrEqual(12 + 12 + 4);
    expect(again.length).toBeGreaterThanOrEqual(12 + 12);
    await clock.advance(60_000);

    expect(counts(pipeline)).toEqual({ delivered: 120 });
    const late = again.filter((at) => at > start + 500).toSorted((a, b) => a - b);
    expect(late.length).toBeGreaterThan(20);
  });

  it('waits for its budget without asking the store over and over', async () => {
    const failed = new Set(many(20));
    const { pipeline, clock, track, calls } = await delivering({
      deliver: ({ operations }, { clock }) =>
        operations.map(() => ({ ...retry, at: clock.now() + 1 })),
    });
    await pipeline.start();
    await track([...failed]);
    await clock.advance(100);
    const before = calls.length;
    await clock.advance(10_000);

    // One event a second.
    expect(calls.slice(before).every(({ ids }) => ids.length === 1)).toBe(true);
    expect(calls.length - before).toBeGreaterThanOrEqual(9);
    expect(calls.length - before).toBeLessThanOrEqual(11);
  });
});

describe('a lane of 15 calls a minute', () => {
  it('loses no lease, sends nothing twice, and settles what it has delivered each minute', async () => {
    const clock = manualClock();
    const logged: object[] = [];
    const log = (fields: object): void => void logged.push(fields);
    const fake = fakeDestination({
      lanes: { all: { maxOperations: 1, limits: [{ calls: 15, perMs: 60_000 }] } },
    });
    const { pipeline } = await openPipeline({
      clock,
      destinations: [fake.destination],
      logger: { debug: log, info: log, warn: log, error: log },
    });
    await Promise.all(many(100).map((id) => pipeline.track(coupon(id, id))));
    await pipeline.start();
    await clock.advance(125_000);
    expect(counts(pipeline)['delivered']).toBeGreaterThan(15);
    await clock.advance(500_000);

    expect(counts(pipeline)).toEqual({ delivered: 100 });
    expect(fake.ids()).toHaveLength(100);
    expect(logged).toEqual([]);
  });

  it('brings an event of many operations to its end', async () => {
    const parts = Array.from({ length: 40 }, (_, n) => n);
    const { pipeline, clock, ids, track } = await delivering({
      lanes: { all: { maxOperations: 1, limits: [{ calls: 15, perMs: 60_000 }] } },
      map: (event) => ({
        operations: parts.map((n) => ({
          lane: 'all',
          key: `${event.messageId}-${n}`,
          payload: event,
        })),
      }),
    });
    await track(['a', 'b']);
    await pipeline.start();
    await clock.advance(600_000);

    expect(counts(pipeline)).toEqual({ delivered: 2 });
    expect(new Set(ids()).size).toBe(80);
  });
});

it('a lease that is settled is kept no more', async () => {
  const { pipeline, clock, track, idle } = await delivering({});
  await pipeline.start();
  await track(['a']);
  await idle();
  const before = clock.pending;
  for (const id of ['b', 'c', 'd']) {
    await track([id]);
    await idle();
  }

  expect(counts(pipeline)).toEqual({ delivered: 4 });
  expect(clock.pending).toBe(before);
});

describe('two pipelines with one account', () => {
  it('keep to its limits together', async () => {
    const clock = manualClock();
    const limits = [
      { calls: 10, perMs: 1_000 },
      { calls: 150, perMs: 60_000 },
    ];
    const fakes = ['a', 'b'].map(() =>
      fakeDestination({ account: 'shop', lanes: { all: { maxOperations: 1, limits } } }),
    );
    for (const { destination } of fakes) {
      const { pipeline } = await openPipeline({ clock, destinations: [destination] });
      await Promise.all(many(120).map((id) => pipeline.track(coupon(id, id))));
      await pipeline.start();
    }
    await clock.advance(59_999);
    const inAMinute = fakes.flatMap(({ calls }) => calls).length;
    await clock.advance(120_000);

    expect(inAMinute).toBeLessThanOrEqual(150);
    expect(inAMinute).toBeGreaterThan(120);
    expect(fakes.flatMap(({ calls }) => calls)).toHaveLength(240);
  });
});
