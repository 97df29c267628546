import { describe, expect, it } from 'vitest';
import { delivered, type Batch, type Outcome } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, operation, type FakeOptions } from './support/fake-destination.ts';
import { counts, openPipeline, shortly } from './support/pipeline.ts';

const retry = { status: 'retry', reason: 'locked' } as const;

/** A started pipeline with one destination. */
async function delivering(
  options: FakeOptions,
  more: { random?: () => number; retry?: { attempts?: number; maxMs?: number } } = {},
) {
  const fake = fakeDestination(options);
  const opened = await openPipeline({
    random: () => 0.5,
    ...more,
    destinations: [fake.destination],
  });
  await opened.pipeline.start();
  return { ...opened, ...fake };
}

/** Answers with these, one a call; then everything is delivered. */
function answers(...outcomes: Outcome[]) {
  return (batch: Batch) => all(batch, outcomes.shift() ?? delivered);
}

describe('an operation that may succeed later', () => {
  it('is tried again after a random part of a bound that doubles', async () => {
    const { pipeline, clock, calls, activity } = await delivering(
      { deliver: answers(retry, retry, retry) },
      { random: () => 0.75, retry: { maxMs: 3_000 } },
    );
    const start = clock.now();
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    // 0.75 of 1,000, of 2,000, and of 3,000, which is the longest.
    expect(calls.map(({ at }) => at - start)).toEqual([0, 750, 2_250, 4_500]);
    expect(shortly(activity)).toEqual([
      'accepted a',
      'retrying a',
      'retrying a',
      'retrying a',
      'delivered a',
    ]);
    expect(activity[1]).toMatchObject({ reason: 'locked', destination: 'Fake' });
    expect(counts(pipeline)).toEqual({ delivered: 1 });
  });

  it('is due when the destination says so', async () => {
    const { pipeline, clock, calls } = await delivering({
      deliver: (batch, { clock }) =>
        all(batch, calls.length > 1 ? delivered : { ...retry, at: clock.now() + 90_000 }),
    });
    const start = clock.now();
    await pipeline.track(coupon('a'));

    await clock.advance(89_999);
    expect(calls).toHaveLength(1);
    await clock.advance(1);

    expect(calls.map(({ at }) => at - start)).toEqual([0, 90_000]);
  });

  it('is given up after retry.attempts: a dead letter, with the reason', async () => {
    const { pipeline, clock, calls, activity } = await delivering(
      { deliver: (batch) => all(batch, retry) },
      { retry: { attempts: 3 } },
    );
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    const reason = 'gave up after 3 attempts in 2 seconds: locked';
    expect(calls).toHaveLength(3);
    expect(await pipeline.deadLetters()).toMatchObject([
      { stage: 'deliver', destination: 'Fake', attempts: 3, reason, event: { messageId: 'a' } },
    ]);
    expect(activity.at(-1)).toMatchObject({ type: 'dead', reason });
    expect(counts(pipeline)).toEqual({ dead: 1 });
  });

  it('is tried afresh when its dead letter is replayed', async () => {
    let broken = true;
    const { pipeline, clock, calls, idle } = await delivering(
      { deliver: (batch) => all(batch, broken ? retry : delivered) },
      { retry: { attempts: 2 } },
    );
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    expect(await pipeline.replay({ destination: 'Fake' })).toBe(1);
    await clock.advance(60_000);
    expect(await pipeline.deadLetters()).toMatchObject([{ attempts: 2 }]);
    broken = false;
    expect(await pipeline.replay()).toBe(1);
    await idle();

    expect(calls).toHaveLength(5);
    expect(counts(pipeline)).toEqual({ delivered: 1 });
  });

  it('harms no other of its batch: invariant 4', async () => {
    const { pipeline, idle } = await delivering({
      deliver: ({ operations }) => operations.map(({ key }) => (key === 'a' ? retry : delivered)),
    });
    await Promise.all([pipeline.track(coupon('a', '1')), pipeline.track(coupon('b', '2'))]);
    await idle();

    expect(counts(pipeline)).toEqual({ pending: 1, delivered: 1 });
  });
});

describe('an operation that is rejected', () => {
  it('makes a dead letter at once', async () => {
    const rejected = { status: 'rejected', reason: 'no such list' } as const;
    const { pipeline, clock, calls, activity } = await delivering({ deliver: answers(rejected) });
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    expect(calls).toHaveLength(1);
    expect(shortly(activity)).toEqual(['accepted a', 'rejected a']);
    expect(activity[1]).toMatchObject({ destination: 'Fake', reason: 'no such list' });
    expect(await pipeline.deadLetters()).toMatchObject([
      { stage: 'deliver', reason: 'no such list', attempts: 1 },
    ]);
  });

  it('does not keep back the other operations of its event', async () => {
    const { pipeline, ids, idle } = await delivering({
      map: (event) => ({
        operations: ['1', '2'].map((n) =>
          Object.assign(operation(event), { key: `${event.messageId}-${n}` }),
        ),
      }),
      deliver: ({ operations }) =>
        operations.map(({ key }) =>
          key === 'a-1' ? { status: 'rejected', reason: 'no' } : delivered,
        ),
    });
    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('b'));
    await idle();

    expect(ids()).toEqual(['a-1', 'a-2', 'b-1', 'b-2']);
    expect(counts(pipeline)).toEqual({ dead: 1, delivered: 1 });
  });
});

describe('a destination that is defective', () => {
  it.each<[string, FakeOptions['map'], string]>([
    ['throws', () => raise(new RangeError('no price')), 'map of Fake failed: RangeError: no price'],
    [
      'names a lane that is not there',
      (event) => ({ operations: [operation(event, 'toString')] }),
      'it has no lane "toString"',
    ],
    [
      'writes to the event',
      (event) => {
        (event.context as Record<string, unknown>)['ip'] = '';
        return { operations: [] };
      },
      'TypeError',
    ],
    [
      'writes to the profile',
      (_, profile) => {
        (profile.identifiers as unknown[]).pop();
        return { operations: [] };
      },
      'TypeError',
    ],
  ])('makes a dead letter of the event whose map %s, and of no other', async (_, map, reason) => {
    const { pipeline, ids, idle, activity } = await delivering({
      map: (event, profile) =>
        event.messageId === 'a' && map ? map(event, profile) : { operations: [operation(event)] },
    });
    await Promise.all([pipeline.track(coupon('a')), pipeline.track(coupon('b'))]);
    await idle();

    expect(ids()).toEqual(['b']);
    const letters = await pipeline.deadLetters();
    expect(letters).toMatchObject([{ stage: 'map', event: { messageId: 'a' } }]);
    expect(letters[0]?.reason).toContain(reason);
    expect(shortly(activity)).toContain('dead a');
    expect(await pipeline.profile({ type: 'user_id', id: '42' })).toMatchObject({
      identifiers: [{ id: '42' }],
    });
  });

  it('counts an attempt of each operation when deliver throws', async () => {
    const { pipeline, clock, activity } = await delivering(
      { deliver: () => raise(new SyntaxError('bad answer')) },
      { retry: { attempts: 2 } },
    );
    await pipeline.track(coupon('a'));
    await clock.advance(60_000);

    expect(shortly(activity)).toEqual(['accepted a', 'retrying a', 'dead a']);
    expect(await pipeline.deadLetters()).toMatchObject([
      {
        attempts: 2,
        reason:
          'gave up after 2 attempts in 1 second: deliver of Fake failed: SyntaxError: bad answer',
      },
    ]);
  });

  it('counts an attempt when the number of outcomes is wrong', async () => {
    const { pipeline, activity, idle } = await delivering({
      deliver: () => [delivered, delivered],
    });
    await pipeline.track(coupon('a'));
    await idle();

    expect(activity[1]).toMatchObject({
      type: 'retrying',
      reason: expect.stringContaining('2 outcomes for 1 operations'),
    });
  });
});

describe('a map', () => {
  it('may say that an event is worth nothing: it is delivered', async () => {
    const { pipeline, calls, idle } = await delivering({ map: () => ({ operations: [] }) });
    await pipeline.track(coupon('a'));
    await idle();

    expect(calls).toEqual([]);
    expect(counts(pipeline)).toEqual({ delivered: 1 });
  });

  it('may drop an event, with a reason that is listed: invariant 7', async () => {
    const { pipeline, activity, idle } = await delivering({
      map: () => ({ drop: 'a test order' }),
    });
    await pipeline.track(coupon('a'));
    await idle();

    expect(counts(pipeline)).toEqual({ dropped: 1 });
    expect(activity[1]).toMatchObject({ type: 'dropped', reason: 'a test order' });
    expect(await pipeline.drops()).toMatchObject([
      { messageId: 'a', destination: 'Fake', reason: 'a test order' },
    ]);
  });

  it('may reject an event: a dead letter of stage map', async () => {
    const { pipeline, activity, idle } = await delivering({ map: () => ({ reject: 'no email' }) });
    await pipeline.track(coupon('a'));
    await idle();

    expect(shortly(activity)).toEqual(['accepted a', 'rejected a']);
    expect(await pipeline.deadLetters()).toMatchObject([{ stage: 'map', reason: 'no email' }]);
  });
});

describe('the calls of a lane', () => {
  const many = Array.from({ length: 25 }, (_, n) => coupon(`event-${n}`, `user-${n}`));

  it('carry at most maxOperations operations', async () => {
    const { destination, calls } = fakeDestination({ lanes: { all: { maxOperations: 10 } } });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await Promise.all(many.map((call) => pipeline.track(call)));
    await pipeline.start();
    await idle();

    expect(calls.map(({ ids }) => ids.length)).toEqual([10, 10, 5]);
  });

  it('carry at most maxBytes bytes', async () => {
    const { destination, calls } = fakeDestination({
      lanes: { all: { maxOperations: 100, maxBytes: 1_000 } },
      map: (event) => ({ operations: [{ ...operation(event), bytes: 300 }] }),
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await Promise.all(many.map((call) => pipeline.track(call)));
    await pipeline.start();
    await idle();

    expect(calls.map(({ ids }) => ids.length)).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 1]);
  });

  it('are never more than its concurrency at once', async () => {
    let underWay = 0;
    const { pipeline, ids, clock } = await delivering({
      lanes: { all: { maxOperations: 1, concurrency: 3 } },
      async deliver(batch, context) {
        underWay += 1;
        await new Promise<void>((resolve) => context.clock.after(100, resolve));
        underWay -= 1;
        return all(batch, delivered);
      },
    });
    await Promise.all(many.map((call) => pipeline.track(call)));
    const seen: number[] = [];
    for (let trip = 0; trip < 5; trip += 1) {
      await clock.advance(trip === 0 ? 0 : 100);
      seen.push(underWay);
    }
    await clock.advance(1_000);

    // One more in each round trip, while it is well.
    expect(seen).toEqual([1, 2, 3, 3, 3]);
    expect(ids()).toHaveLength(25);
  });

  it('keep to its limits', async () => {
    const { pipeline, clock, calls } = await delivering({
      lanes: { all: { maxOperations: 1, limits: [{ calls: 2, perMs: 1_000 }] } },
    });
    const start = clock.now();
    await Promise.all(many.map((call) => pipeline.track(call)));
    await clock.advance(10_000);

    const times = calls.map(({ at }) => at - start);
    expect(times.length).toBeGreaterThanOrEqual(17);
    times.forEach((time, n) => expect((times[n + 2] ?? Infinity) - time).toBeGreaterThan(1_000));
  });

  it('go on when a lane is so slow that a lease would expire', async () => {
    const { pipeline, clock, ids } = await delivering({
      lanes: { all: { maxOperations: 1, limits: [{ calls: 1, perMs: 10_000 }] } },
    });
    await Promise.all(
      Array.from({ length: 250 }, (_, n) => pipeline.track(coupon(`event-${n}`, `user-${n}`))),
    );
    await clock.advance(3_600_000);

    expect(ids()).toHaveLength(250);
    expect(new Set(ids()).size).toBe(250);
    expect(counts(pipeline)).toEqual({ delivered: 250 });
  });
});

function raise(error: unknown): never {
  throw error;
}
