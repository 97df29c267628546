import { describe, expect, it } from 'vitest';
import type { Operation } from '../destination/operation.ts';
import { delivered } from '../destination/outcome.ts';
import { trackEvent } from '../testing/events.ts';
import { manualClock } from '../testing/manual-clock.ts';
import type { TaskOutcome } from './conclude.ts';
import { deliverInRounds } from './deliver-in-rounds.ts';
import type { MappedEvent } from './map-lease.ts';
import type { TaskBatch } from './rounds.ts';

const event = trackEvent();

/** An event, and an operation for each of these lanes. */
function mapped(ref: number, profile: number, ...lanes: string[]): MappedEvent {
  const operations = lanes.map((lane, n): Operation => ({
    lane,
    key: `${ref}-${n}`,
    payload: null,
  }));
  const leased = { ref, event, profile: { id: profile, identifiers: [] }, attempts: 0 };
  return { leased: { ...leased, appendedAt: 0 }, operations };
}

/** Lanes, each call of which takes so long. */
function rig(msOf: Record<string, number>, answer: (key: string) => TaskOutcome = () => delivered) {
  const clock = manualClock(0);
  const calls: string[][] = [];
  let free = Promise.resolve();
  const lanes = {
    limits: { one: { maxOperations: 1 }, many: { maxOperations: 100 } },
    deliver: ({ lane, tasks }: TaskBatch, _: unknown, until: number) => {
      const outcomes = free.then(async (): Promise<TaskOutcome[]> => {
        if (clock.now() >= until) return tasks.map(() => ({ status: 'untried' }));
        calls.push(tasks.map(({ operation }) => operation.key));
        await new Promise<void>((resolve) => clock.after(msOf[lane] ?? 0, resolve));
        return tasks.map(({ operation }) => answer(operation.key));
      });
      free = outcomes.then(() => undefined);
      return outcomes;
    },
  };
  const deliver = async (...events: MappedEvent[]) => {
    const delivery = deliverInRounds(events, lanes, { isOurs: true }, clock);
    await clock.advance(3_600_000);
    const outcomes = await delivery;
    return events.map(({ leased }) =>
      (outcomes.get(leased.ref) ?? []).map(({ status }) => status).join(' '),
    );
  };
  return { calls, deliver };
}

describe('the operations of a lease', () => {
  it('of one profile go out one after the other when they travel in different lanes', async () => {
    const { deliver, calls } = rig({});
    const outcomes = await deliver(mapped(1, 1, 'one', 'many', 'many'), mapped(2, 2, 'many'));

    expect(calls).toEqual([['1-0'], ['2-0'], ['1-1', '1-2']]);
    expect(outcomes).toEqual(['delivered delivered delivered', 'delivered']);
  });

  it('wait behind one of their profile that has to be tried again', async () => {
    const { deliver } = rig({}, (key) =>
      key === '1-0' ? { status: 'retry', reason: 'locked' } : delivered,
    );

    expect(
      await deliver(mapped(1, 1, 'one', 'many'), mapped(2, 1, 'many'), mapped(3, 2, 'one')),
    ).toEqual(['retry untried', 'untried', 'delivered']);
  });

  it('that a slow lane does not take up in a minute stay untried', async () => {
    const { deliver, calls } = rig({ one: 10_000 });
    const outcomes = await deliver(
      ...Array.from({ length: 10 }, (_, ref) => mapped(ref, ref, 'one')),
    );

    expect(calls).toHaveLength(6);
    expect(outcomes.filter((status) => status === 'delivered')).toHaveLength(6);
    expect(outcomes.filter((status) => status === 'untried')).toHaveLength(4);
  });

  it('of an event that is begun are brought to their end, however slow the lane: else none ever would be', async () => {
    const { deliver } = rig({ one: 10_000 });
    const outcomes = await deliver(
      ...Array.from({ length: 10 }, (_, ref) => mapped(ref, ref, 'one', 'one')),
    );

    expect(outcomes.slice(0, 6)).toEqual(Array.from({ length: 6 }, () => 'delivered delivered'));
    expect(outcomes.slice(6)).toEqual(Array.from({ length: 4 }, () => 'untried untried'));
  });

  it('of an event that is not begun stay untried once the minute is over, even if a lane is free', async () => {
    const { deliver, calls } = rig({ one: 70_000 });
    const outcomes = await deliver(mapped(1, 1, 'one', 'many'), mapped(2, 1, 'many'));

    expect(calls).toEqual([['1-0'], ['1-1']]);
    expect(outcomes).toEqual(['delivered delivered', 'untried']);
  });
});
