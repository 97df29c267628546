import { describe, expect, it } from 'vitest';
import type { Clock } from '../observe/clock.ts';
import type { Lease } from '../store/lease.ts';
import { manualClock } from '../testing/manual-clock.ts';
import { KeptLease } from './kept-lease.ts';

const start = 1_000_000;

function rig() {
  const clock = manualClock(start);
  const lender = {
    isThere: true,
    extended: 0,
    now: () => clock.now(),
    async extend(lease: Lease, ms: number): Promise<Lease> {
      if (!lender.isThere || clock.now() >= lease.expiresAt) throw new Error('it is lost');
      lender.extended += 1;
      return { ...lease, expiresAt: clock.now() + ms };
    },
  };
  const given = { id: 1, destination: 'Fake', epoch: 1, expiresAt: start + 60_000, events: [] };
  return { clock, lender, given, kept: new KeptLease(lender, given, clock, 60_000) };
}

describe('a lease that is kept', () => {
  it('is extended for as long as somebody works on it', async () => {
    const { clock, lender, kept } = rig();
    await clock.advance(3_600_000);
    expect(kept.isOurs).toBe(true);
    expect(lender.extended).toBe(180);
    expect(kept.lease.expiresAt).toBe(clock.now() + 60_000);
    kept.stop();

    expect(clock.pending).toBe(0);
  });

  it('is not ours any more when it cannot be extended', async () => {
    const { clock, lender, kept } = rig();
    lender.isThere = false;
    await clock.advance(19_999);
    expect(kept.isOurs).toBe(true);
    await clock.advance(1);

    expect(kept.isOurs).toBe(false);
    expect(clock.pending).toBe(0);
  });

  it('is not ours when the process stood still for too long, even before its timers ran', () => {
    const { clock, given } = rig();
    const stopped = { ms: 0 };
    const lender = { now: () => clock.now() + stopped.ms, extend: async () => given };
    const kept = new KeptLease(lender, given, clock, 60_000);
    stopped.ms = 59_999;
    expect(kept.isOurs).toBe(true);
    stopped.ms = 60_000;

    expect(kept.isOurs).toBe(false);
    kept.stop();
  });

  it('does not keep the process alive', () => {
    const { clock, lender, given } = rig();
    const timers: (boolean | undefined)[] = [];
    const noting: Clock = {
      now: () => clock.now(),
      after(ms, fn, options) {
        timers.push(options?.background);
        return clock.after(ms, fn, options);
      },
    };
    new KeptLease(lender, given, noting, 60_000).stop();

    expect(timers).toEqual([true]);
  });

  it('is extended no more once it is settled', async () => {
    const { clock, lender, kept } = rig();
    await clock.advance(20_000);
    kept.stop();
    await clock.advance(100_000);

    expect(lender.extended).toBe(1);
  });
});
