import type { Clock } from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { describe, expect, test } from 'vitest';
import { Pace } from './pace.ts';

const never = new AbortController().signal;

const headers = (left: number, resetMs = 10_000) =>
  new Headers({
    'x-rate-limit-requests-quota': '150',
    'x-rate-limit-requests-left': String(left),
    'x-rate-limit-time-window-ms': '30000',
    'x-rate-limit-time-reset-ms': String(resetMs),
  });

/** Sends calls, each answered after so long, and notes when each of them went. */
function sender(pace: Pace, clock: Clock, share: number | undefined, count: number, answerMs = 0) {
  const sent: number[] = [];
  const start = clock.now();
  const all = Promise.all(
    Array.from({ length: count }, () =>
      pace.pass(share, never).then((answered) => {
        sent.push(clock.now() - start);
        if (answerMs === 0) answered();
        else clock.after(answerMs, answered);
      }),
    ),
  );
  return { sent, all };
}

describe('the pace of background calls', () => {
  test('is their share of the quota in any stretch of a window, however many wait', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(headers(150));
    const early = sender(pace, clock, 0.5, 40);
    await clock.advance(10_000);
    expect(early.sent).toHaveLength(40);
    const { sent } = sender(pace, clock, 0.5, 200);
    await clock.advance(60_000);
    const all = [...early.sent, ...sent.map((at) => at + 10_000)];
    // Of 150 in 30 seconds.
    for (const from of all) {
      expect(all.filter((at) => at >= from && at < from + 30_000).length).toBeLessThanOrEqual(75);
    }
    expect(all.length).toBeGreaterThan(180);
  });

  test('counts a call until it is answered: nobody knows when it arrived', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(headers(150));
    const { sent } = sender(pace, clock, 0.02, 7, 5_000);
    await clock.advance(71_000);
    expect(sent).toEqual([0, 0, 0, 35_000, 35_000, 35_000, 70_000]);
  });

  test('waits for an answer no longer than it has to', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    const stop = new AbortController();
    pace.heard(headers(150));
    const answered = await pace.pass(0.001, never);
    const given = pace.pass(0.001, stop.signal);
    await clock.advance(60_000);
    stop.abort();
    await expect(given).rejects.toThrow('aborted');
    const { sent } = sender(pace, clock, 0.001, 1);
    await clock.advance(60_000);
    answered();
    await clock.advance(30_000);
    expect(sent).toEqual([90_000]);
  });

  test('is half of the quota unless they say', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(headers(150));
    const { sent } = sender(pace, clock, undefined, 100);
    await clock.advance(29_999);
    expect(sent).toHaveLength(75);
    await clock.advance(1);
    expect(sent).toHaveLength(100);
  });

  test('stops for the rest of the window when others have used the most of it', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(headers(60));
    const first = sender(pace, clock, 0.5, 1);
    await clock.advance(0);
    expect(first.sent).toEqual([0]);
    pace.heard(headers(59, 20_000));
    const next = sender(pace, clock, 0.5, 1);
    await clock.advance(19_999);
    expect(next.sent).toEqual([]);
    await clock.advance(1);
    expect(next.sent).toEqual([20_000]);
  });

  test('does not exist for a store that tells no quota', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(new Headers());
    const { all } = sender(pace, clock, 0.5, 100);
    await all;
    expect(clock.pending).toBe(0);
  });

  test('lets go of who is told to stop, and of nobody else', async () => {
    const clock = manualClock();
    const pace = new Pace(clock);
    pace.heard(headers(150));
    (await pace.pass(0.001, never))();
    const stop = new AbortController();
    const stopped = pace.pass(0.001, stop.signal);
    const other = sender(pace, clock, 0.001, 1);
    stop.abort();
    await expect(stopped).rejects.toThrow('aborted');
    await clock.advance(30_000);
    expect(other.sent).toEqual([30_000]);
    expect(clock.pending).toBe(0);
  });
});
