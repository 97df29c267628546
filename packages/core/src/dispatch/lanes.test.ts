import { NEVER } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { Batch, Destination, DestinationContext } from '../destination/destination.ts';
import type { Lane } from '../destination/operation.ts';
import { BatchRefused, delivered, DestinationUnavailable } from '../destination/outcome.ts';
import { ActivityFeed } from '../observe/activity.ts';
import { silentLogger } from '../observe/logger.ts';
import { OpenTelemetry } from '../observe/opentelemetry.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { Gate } from './gate.ts';
import { Lanes } from './lanes.ts';
import type { Task } from './rounds.ts';

type Deliver = (keys: readonly string[], context: DestinationContext) => unknown;
interface RigOptions {
  readonly lane?: Partial<Lane>;
  readonly account?: string;
  readonly clock?: ReturnType<typeof manualClock>;
  /** Throws what the vendor would have it throw; else all is delivered. */
  readonly vendor?: Deliver;
}

function rig({ lane = {}, account, clock = manualClock(0), vendor }: RigOptions = {}) {
  const calls: { readonly at: number; readonly keys: readonly string[] }[] = [];
  const destination: Destination = {
    name: 'Fake',
    ...(account === undefined ? {} : { account }),
    lanes: { all: { maxOperations: 1_000, ...lane }, other: { maxOperations: 1 } },
    map: () => ({ operations: [] }),
    async deliver({ operations }: Batch, context) {
      const keys = operations.map(({ key }) => key);
      calls.push({ at: clock.now(), keys });
      await vendor?.(keys, context);
      return operations.map(() => delivered);
    },
  };
  const closing = new AbortController();
  const feed = new ActivityFeed(() => clock.now());
  const backoff = { baseMs: 1_000, maxMs: 1_000, random: () => 1 };
  const gate = new Gate('Fake', clock, backoff, feed);
  const context = { clock, logger: silentLogger, signal: closing.signal };
  const lanes = new Lanes(destination, context, gate, new OpenTelemetry('test'));
  const turn = { isOurs: true };
  const deliver = async (tasks: readonly Task[], until = Infinity): Promise<string[]> => {
    const outcomes = await lanes.deliver({ lane: 'all', tasks }, turn, until);
    return outcomes.map(({ status }) => status);
  };
  return { clock, calls, closing, gate, lanes, turn, deliver };
}

const tasksOf = (count: number, bytes?: number): Task[] =>
  Array.from({ length: count }, (_, ref) => ({
    ref,
    profile: ref,
    operation: { lane: 'all', key: `${ref}`, payload: null, ...(bytes ? { bytes } : {}) },
  }));
const some = (count: number, status: string) => Array.from({ length: count }, () => status);
const refuse =
  (bad: string) =>
  (keys: readonly string[]): void => {
    if (keys.includes(bad)) throw new BatchRefused('one of them is malformed');
  };

describe('calls that carry one operation', () => {
  const lane = {
    limits: [{ calls: 1, perMs: 9_000 }],
    singleLimits: [{ calls: 1, perMs: 900 }],
  };

  it('keep to limits of their own, and use up no others', async () => {
    const { deliver, calls, clock } = rig({ lane });
    const deliveries = [1, 2, 1, 2].map((count) => deliver(tasksOf(count)));
    await clock.advance(60_000);
    await Promise.all(deliveries);

    const times = (count: number) =>
      calls.filter(({ keys }) => keys.length === count).map(({ at }) => at);
    expect(times(1)).toEqual([0, 1_000]);
    expect(times(2)).toEqual([0, 10_000]);
  });

  it('are those that the vendor speaks of when it answers one', async () => {
    const vendor: Deliver = (keys, context) => {
      const resetAt = context.clock.now() + 30_000;
      if (keys.length === 1) context.quota('all', { remaining: 0, resetAt });
    };
    const { deliver, calls, clock } = rig({ lane, vendor });
    const deliveries = [1, 2, 2, 1].map((count) => deliver(tasksOf(count)));
    await clock.advance(60_000);
    await Promise.all(deliveries);

    expect(calls.map(({ at, keys }) => [at, keys.length])).toEqual([
      [0, 1],
      [0, 2],
      [10_000, 2],
      [31_000, 1],
    ]);
  });
});

describe('a batch of 500 that the vendor refuses for one of them', () => {
  it('is delivered but for that one, in ten calls more at most', async () => {
    const { deliver, calls } = rig({ vendor: refuse('321') });
    const outcomes = await deliver(tasksOf(500));

    expect(outcomes.indexOf('rejected')).toBe(321);
    expect(outcomes.filter((status) => status === 'delivered')).toHaveLength(499);
    expect(calls.length).toBeLessThanOrEqual(1 + 10);
  });

  it('does not close the gate: the vendor is well', async () => {
    const { deliver, gate } = rig({ vendor: refuse('321') });
    await deliver(tasksOf(500));

    expect(gate.isOpen).toBe(true);
  });

  it('keeps to the limits and the concurrency of its lane with each call', async () => {
    const { deliver, calls, clock } = rig({
      lane: { concurrency: 1, limits: [{ calls: 1, perMs: 9_000 }] },
      vendor: refuse('321'),
    });
    const delivery = deliver(tasksOf(500));
    await clock.advance(200_000);
    await delivery;

    const gaps = calls.slice(1).map(({ at }, n) => at - (calls[n]?.at ?? 0));
    expect(gaps.length).toBeGreaterThan(5);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
  });

  it('is sorted out to its end even if its time is up', async () => {
    const { deliver, clock } = rig({
      lane: { limits: [{ calls: 1, perMs: 9_000 }] },
      vendor: refuse('321'),
    });
    const delivery = deliver(tasksOf(500), 1_000);
    await clock.advance(200_000);

    expect((await delivery).filter((status) => status === 'delivered')).toHaveLength(499);
  });

  it('is left as it is when the destination fails amid that, but for what is known', async () => {
    const { deliver, calls, gate } = rig({
      vendor(keys) {
        refuse('321')(keys);
        if (calls.length === 4) throw new DestinationUnavailable('answered 503');
      },
    });
    const outcomes = await deliver(tasksOf(500));

    expect(gate.isOpen).toBe(false);
    expect(calls.map(({ keys }) => keys.length)).toEqual([500, 250, 125, 63]);
    expect(outcomes).toEqual([...some(250, 'delivered'), ...some(250, 'untried')]);
  });

  it('makes no more calls when its lease is lost', async () => {
    const { deliver, calls, turn } = rig({
      vendor(keys) {
        turn.isOurs = calls.length < 3;
        refuse('321')(keys);
      },
    });
    await deliver(tasksOf(500));

    expect(calls).toHaveLength(3);
  });

  it('makes no more calls when the pipeline closes', async () => {
    const { deliver, calls, closing } = rig({
      vendor(keys) {
        if (calls.length === 3) closing.abort();
        refuse('321')(keys);
      },
    });
    await deliver(tasksOf(500));

    expect(calls).toHaveLength(3);
  });
});

describe('a batch that is too large', () => {
  const takes =
    (most: number): Deliver =>
    (keys) => {
      if (keys.length * 100 > most) throw new BatchRefused('answered 413', { tooLarge: true });
    };

  it('goes in halves, and its lane has half the bytes from then on', async () => {
    const { deliver, calls, lanes } = rig({ lane: { maxBytes: 50_000 }, vendor: takes(6_000) });

    expect(await deliver(tasksOf(100, 100))).toEqual(some(100, 'delivered'));
    expect(calls.map(({ keys }) => keys.length)).toEqual([100, 50, 50]);
    expect(lanes.limits).toMatchObject({ all: { maxOperations: 1_000, maxBytes: 5_000 } });
  });

  it('lowers the bytes of a lane that declared no limit, too, and never raises them', async () => {
    const { deliver, lanes } = rig({ vendor: takes(3_000) });
    await deliver(tasksOf(100, 100));
    expect(lanes.limits['all']?.maxBytes).toBe(2_500);
    await deliver(tasksOf(90, 100));

    expect(lanes.limits['all']?.maxBytes).toBe(2_250);
    expect(lanes.limits['other']).toEqual({ maxOperations: 1 });
  });

  it('never raises the bytes of its lane, however large it is', async () => {
    const { deliver, lanes, calls } = rig({
      vendor(keys) {
        if (calls.length === 1 || keys.length === 100)
          throw new BatchRefused('answered 413', { tooLarge: true });
      },
    });
    await deliver(tasksOf(20, 100));
    await deliver(tasksOf(100, 100));

    expect(lanes.limits['all']?.maxBytes).toBe(1_000);
  });

  it('halves once for calls that were too large together', async () => {
    const { deliver, lanes } = rig({ vendor: takes(6_000) });
    await Promise.all([1, 2, 3, 4].map(() => deliver(tasksOf(100, 100))));

    expect(lanes.limits['all']?.maxBytes).toBe(5_000);
  });

  it('is rejected when it is one operation, and the lane stays as it is', async () => {
    const { deliver, lanes } = rig({ lane: { maxBytes: 50_000 }, vendor: takes(50) });

    expect(await deliver(tasksOf(1, 100))).toEqual(['rejected']);
    expect(lanes.limits['all']?.maxBytes).toBe(50_000);
  });
});

describe('a call', () => {
  it('does not go out when its time is up, or its lease is lost', async () => {
    const { deliver, calls, clock, turn } = rig();
    await clock.advance(1_000);
    expect(await deliver(tasksOf(2), 1_000)).toEqual(['untried', 'untried']);
    turn.isOurs = false;
    expect(await deliver(tasksOf(2))).toEqual(['untried', 'untried']);

    expect(calls).toEqual([]);
  });

  it('does not go out when the destination failed while it waited', async () => {
    const limits = [{ calls: 1, perMs: 9_000 }];
    const { deliver, calls, clock, gate } = rig({ lane: { limits } });
    await deliver(tasksOf(1));
    const failed = deliver(tasksOf(1));
    await clock.advance(5_000);
    gate.failed('answered 503', clock.now() + 60_000);
    await clock.advance(20_000);
    expect(await failed).toEqual(['untried']);

    expect(calls).toHaveLength(1);
  });

  it('does not go out when its lease was lost while it waited', async () => {
    const limits = [{ calls: 1, perMs: 9_000 }];
    const { deliver, calls, clock, turn } = rig({ lane: { limits } });
    await deliver(tasksOf(1));
    const lost = deliver(tasksOf(1));
    await clock.advance(5_000);
    turn.isOurs = false;
    await clock.advance(20_000);
    expect(await lost).toEqual(['untried']);

    expect(calls).toHaveLength(1);
  });

  it('is one of fewer after the destination has failed', async () => {
    const vendor = { isWell: true };
    const { deliver, clock, calls, gate } = rig({
      lane: { concurrency: 2 },
      async vendor() {
        await new Promise<void>((resolve) => clock.after(100, resolve));
        if (!vendor.isWell) throw new DestinationUnavailable('timed out');
      },
    });
    const ask = () => Promise.all([1, 2, 3, 4].map(() => deliver(tasksOf(1))));
    const first = ask();
    await clock.advance(400);
    await first;
    vendor.isWell = false;
    const second = ask();
    await clock.advance(200);
    await second;
    const before = calls.length;
    await clock.advance(1_000);
    await gate.pass(NEVER);
    const third = ask();
    await clock.advance(50);
    expect(before).toBe(4 + 2);
    expect(calls.length - before).toBe(1);
    await clock.advance(500);
    await third;
  });

  it('goes out when its time is up while it waits for the pace of its lane: it has taken its turn', async () => {
    const { deliver, clock } = rig({ lane: { limits: [{ calls: 1, perMs: 9_000 }] } });
    const deliveries = [deliver(tasksOf(1), 5_000), deliver(tasksOf(1), 5_000)];
    await clock.advance(20_000);

    expect(await Promise.all(deliveries)).toEqual([['delivered'], ['delivered']]);
  });

  it('is one of as many as the lane allows, once the destination has shown that it is well', async () => {
    const { clock, lanes, turn, calls } = rig({
      lane: { concurrency: 6 },
      async vendor() {
        await new Promise<void>((resolve) => clock.after(100, resolve));
      },
    });
    for (let n = 0; n < 100; n += 1)
      void lanes.deliver({ lane: 'all', tasks: tasksOf(1) }, turn, Infinity);
    const startedEach = [];
    for (let trip = 0; trip < 7; trip += 1) {
      const before = calls.length;
      await clock.advance(trip === 0 ? 1 : 100);
      startedEach.push(calls.length - before);
    }

    expect(startedEach).toEqual([1, 2, 3, 4, 5, 6, 6]);
  });

  it('slows the next ones down when the vendor says that few remain', async () => {
    const { deliver, calls, clock } = rig({
      lane: { concurrency: 1, limits: [{ calls: 150, perMs: 60_000 }] },
      vendor(_, context) {
        context.quota('nowhere', { remaining: 0, resetAt: 60_000 });
        if (clock.now() === 0) context.quota('all', { remaining: 0, resetAt: 42_000 });
      },
    });
    const deliveries = Promise.all([deliver(tasksOf(1)), deliver(tasksOf(1))]);
    await clock.advance(60_000);
    await deliveries;

    expect(calls[0]?.at).toBe(0);
    expect(calls[1]?.at).toBeGreaterThanOrEqual(42_000);
  });

  it('shares the limits with those of the same account, until they are closed', async () => {
    const clock = manualClock(0);
    const lane = { limits: [{ calls: 1, perMs: 9_000 }] };
    const [a, b] = [rig({ clock, lane, account: 'shop' }), rig({ clock, lane, account: 'shop' })];
    const deliveries = Promise.all([a.deliver(tasksOf(1)), b.deliver(tasksOf(1))]);
    await clock.advance(9_000);
    expect([...a.calls, ...b.calls]).toHaveLength(1);
    await clock.advance(2_000);
    await deliveries;
    expect([...a.calls, ...b.calls]).toHaveLength(2);
    a.lanes.close();
    b.lanes.close();
    const c = rig({ clock, lane, account: 'shop' });
    await c.deliver(tasksOf(1));

    expect(c.calls).toHaveLength(1);
  });
});
