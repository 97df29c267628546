import { describe, expect, test } from 'vitest';
import { ManualClock } from '../../test/manual-clock.ts';
import { backoff, patient, veryPatient } from './backoff.ts';
import { Gate } from './gate.ts';
import { quotaWait, throttledFor } from './quota.ts';

const last = () => 1;

describe('the wait after failures', () => {
  test.each([
    [1, 2_000],
    [2, 4_000],
    [9, 512_000],
    [10, 600_000],
    [5_000, 600_000],
  ])('after %i is at most %i ms, and at least a second', (failures, most) => {
    expect(backoff(failures, patient, last)).toBe(most);
    expect(backoff(failures, patient, () => 0)).toBe(1_000);
    expect(backoff(failures, patient, () => 0.5)).toBe(500 + most / 2);
  });

  test('for a person is at least a minute', () => {
    expect(backoff(1, veryPatient, () => 0)).toBe(60_000);
    expect(backoff(9, veryPatient, last)).toBe(600_000);
  });
});

describe('the gate', () => {
  const never = new AbortController().signal;

  test('lets nobody through until the pause is over', async () => {
    const clock = new ManualClock();
    const gate = new Gate(clock, last);
    await gate.pass(never);
    gate.pause(5_000);
    gate.pause(1_000);
    let passed = 0;
    const waiting = [gate.pass(never), gate.pass(never)].map((passing) =>
      passing.then(() => {
        passed += 1;
      }),
    );
    await clock.advance(4_999);
    expect(passed).toBe(0);
    await clock.advance(1);
    await Promise.all(waiting);
  });

  test('pauses longer with each failure in a row, and requests that fail together are one', () => {
    const clock = new ManualClock();
    const gate = new Gate(clock, last);
    const wait = () => gate.until - clock.now();
    const sent = clock.now() - 10;
    for (let request = 0; request < 4; request += 1) gate.failed(sent, patient);
    expect(wait()).toBe(2_000);
    gate.failed(clock.now() + 1, patient);
    expect(wait()).toBe(4_000);
  });

  test('begins again after a success', async () => {
    const clock = new ManualClock();
    const gate = new Gate(clock, last);
    gate.failed(0, patient);
    gate.succeeded();
    await clock.advance(60_000);
    gate.failed(clock.now(), patient);
    expect(gate.until - clock.now()).toBe(2_000);
  });

  test('lets go of those who wait when they are told to stop', async () => {
    const clock = new ManualClock();
    const gate = new Gate(clock, last);
    const stop = new AbortController();
    gate.pause(5_000);
    const passing = gate.pass(stop.signal);
    stop.abort();
    await expect(passing).rejects.toThrow('aborted');
    expect(clock.timers).toBe(0);
  });
});

const headers = (quota: string, left: string, reset: string) =>
  new Headers({
    'X-Rate-Limit-Requests-Quota': quota,
    'X-Rate-Limit-Requests-Left': left,
    'X-Rate-Limit-Time-Reset-Ms': reset,
  });

test.each([
  [headers('150', '30', '9000'), 0],
  [headers('150', '29', '9000'), 9_000],
  [headers('150', '0', '9000'), 9_000],
  [headers('unlimited', '0', '9000'), 0],
  // Within reason: neither at once nor for good.
  [headers('150', '0', '0'), 250],
  [headers('150', '0', '9'.repeat(400)), 600_000],
  [new Headers(), 0],
])('the quota is not used up: case %#', (given, wait) => expect(quotaWait(given)).toBe(wait));

test.each([
  [headers('150', '0', '9000'), 9_000],
  [new Headers({ 'x-retry-after': '7' }), 7_000],
  [new Headers({ 'retry-after': '7' }), 7_000],
  [headers('150', '0', '0'), 250],
  [new Headers({ 'retry-after': '0' }), 250],
  [new Headers({ 'retry-after': '31536000' }), 600_000],
  [headers('150', '0', '9'.repeat(400)), 600_000],
  [new Headers(), undefined],
])('a 429 says how long: case %#', (given, wait) => expect(throttledFor(given)).toBe(wait));
