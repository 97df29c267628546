import { describe, expect, it } from 'vitest';
import type { LeasedEvent } from '../store/lease.ts';
import { trackEvent } from '../testing/events.ts';
import { conclude, type TaskOutcome } from './conclude.ts';

const hour = 3_600_000;
const policy = {
  attempts: 10,
  maxAgeMs: 72 * hour,
  baseMs: 1_000,
  maxMs: 600_000,
  random: () => 0.5,
};
/** The clock of the machine was set back by two hours; the store's does not go back. */
const times = { now: 100 * hour, clockNow: 98 * hour };

function leased(attempts = 0, firstFailedAt?: number): LeasedEvent {
  const failed = firstFailedAt === undefined ? {} : { firstFailedAt };
  const profile = { id: 1, identifiers: [] };
  return { ref: 7, event: trackEvent(), profile, attempts, appendedAt: 0, ...failed };
}

const after = (event: LeasedEvent, ...outcomes: TaskOutcome[]) =>
  conclude(event, outcomes, policy, times);
const locked = { status: 'retry', reason: 'locked' } as const;
const no = { status: 'rejected', reason: 'no' } as const;
const ok = { status: 'delivered' } as const;
const untried = { status: 'untried' } as const;

describe('an event', () => {
  it('is delivered when all its operations are, also when it has none', () => {
    expect(after(leased(), ok, ok)).toEqual({ ref: 7, status: 'delivered' });
    expect(after(leased())).toEqual({ ref: 7, status: 'delivered' });
  });

  it('is a dead letter when one of them is rejected, but not while another may succeed', () => {
    expect(after(leased(), ok, no)).toMatchObject({ status: 'dead', reason: 'no', refused: true });
    expect(after(leased(), no, untried)).toEqual({ ref: 7, status: 'release' });
    expect(after(leased(), no, untried, locked)).toMatchObject({ status: 'retry' });
  });

  it('is tried again by the time of the store', () => {
    expect(after(leased(), locked)).toMatchObject({ at: times.now + 500 });
    expect(after(leased(1), locked)).toMatchObject({ at: times.now + 1_000 });
    const at = times.clockNow + 90_000;
    expect(after(leased(), { ...locked, at })).toMatchObject({ at: times.now + 90_000 });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'is tried again by backoff when the destination says %d, which is no time',
    (at) => {
      expect(after(leased(), { ...locked, at })).toMatchObject({ at: times.now + 500 });
    },
  );

  it('is given up after so many attempts, however young it is', () => {
    expect(after(leased(8, times.now - hour), locked)).toMatchObject({ status: 'retry' });
    expect(after(leased(9, times.now - hour), locked)).toEqual({
      ref: 7,
      status: 'dead',
      stage: 'deliver',
      reason: 'gave up after 10 attempts in 60 minutes: locked',
    });
  });

  it('is given up when it fails so long after it first failed, however few attempts that were', () => {
    expect(after(leased(1, times.now - 72 * hour + 1), locked)).toMatchObject({ status: 'retry' });
    expect(after(leased(1, times.now - 72 * hour), locked)).toMatchObject({
      status: 'dead',
      reason: 'gave up after 2 attempts in 72 hours: locked',
    });
  });

  it('is not given up for its age before it has failed', () => {
    expect(after(leased(0), locked)).toMatchObject({ status: 'retry' });
    expect(after(leased(3, 0), untried)).toEqual({ ref: 7, status: 'release' });
  });
});
