import { PassThrough, Writable } from 'node:stream';
import { manualClock } from '@millrace/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { BackfillProgress } from '../backfill/report.ts';
import { showProgress } from './show-progress.ts';

const orders = (more: Partial<BackfillProgress> = {}): BackfillProgress => ({
  part: 'orders',
  state: 'running',
  total: 100_000,
  read: 0,
  events: 0,
  known: 0,
  skipped: 0,
  etaMs: undefined,
  ...more,
});

/** A stream that keeps what is written to it. */
function paper({ isTTY = false } = {}) {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return { stream: Object.assign(stream, { isTTY, columns: 120 }), text: () => text };
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('in a log', () => {
  test('a line for each twentieth of the way, and one for the end', () => {
    const { stream, text } = paper();
    const show = showProgress(stream, { clock: manualClock() });
    for (let read = 0; read <= 100_000; read += 250) show(orders({ read, events: read }));
    show(orders({ read: 100_000, events: 100_001, skipped: 3, state: 'finished' }));
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(22);
    expect(lines[1]).toBe('orders 5 %: 5,000 of 100,000, 5,000 events');
    expect(lines.at(-1)).toBe(
      'orders 100 %: 100,000 of 100,000, 100,001 events, 3 skipped, finished',
    );
  });

  test('a line when it begins to wait, which says why, and one when it no longer does', () => {
    const { stream, text } = paper();
    const show = showProgress(stream, { clock: manualClock() });
    const waiting = 'BigCommerce did not answer: status 504.';
    for (const more of [{}, { waiting }, { waiting }, {}, {}]) show(orders({ etaMs: 5, ...more }));
    expect(text().trimEnd().split('\n')).toEqual([
      'orders 0 %: 0 of 100,000, 0 events, 0 s left',
      'orders 0 %: 0 of 100,000, 0 events, waiting: BigCommerce did not answer: status 504.',
      'orders 0 %: 0 of 100,000, 0 events, 0 s left',
    ]);
  });

  test('a line after 30 seconds, however little was done', async () => {
    const { stream, text } = paper();
    const clock = manualClock();
    const show = showProgress(stream, { clock });
    for (let second = 0; second <= 60; second += 1) {
      show(orders({ read: second, events: 1, etaMs: 5_430_000 }));
      await clock.advance(1_000);
    }
    const lines = text().trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toBe('orders 0 %: 30 of 100,000, 1 event, 1 h 31 min left');
  });

  test('a line for each part, also of a store that does not say how many there are', () => {
    const { stream, text } = paper();
    const show = showProgress(stream, { clock: manualClock() });
    show(orders({ part: 'customers', total: undefined, read: 7 }));
    show(orders({ part: 'customers', total: undefined, read: 9 }));
    show(orders({ total: 0 }));
    expect(text()).toBe('customers: 7, 0 events\norders 100 %: 0 of 0, 0 events\n');
  });

  test.each([
    [4_400, '4 s'],
    [59_700, '1 min'],
    [3_599_000, '1 h 00 min'],
    [90_000, '2 min'],
  ])('%i ms are %s', (etaMs, words) => {
    const { stream, text } = paper();
    showProgress(stream, { clock: manualClock() })(orders({ etaMs }));
    expect(text()).toContain(`${words} left`);
  });
});

describe('on a terminal', () => {
  test('a bar, drawn again in its place, without colours', () => {
    vi.stubEnv('TERM', 'xterm-256color');
    const { stream, text } = paper({ isTTY: true });
    const show = showProgress(stream);
    show(orders({ read: 50_000, events: 49_000 }));
    show(orders({ read: 100_000, events: 99_000, state: 'finished' }));
    expect(text()).toContain('orders      ############............ 50 % | 50,000 of 100,000');
    expect(text()).toContain(
      '######################## 100 % | 100,000 of 100,000 | 99,000 events, finished',
    );
    // oxlint-disable-next-line no-control-regex
    expect(text()).not.toMatch(/\u001b\[[\d;]*m/);
    expect(text().endsWith('\n')).toBe(true);
  });

  test('a bar for each part', () => {
    vi.stubEnv('TERM', 'xterm');
    const { stream, text } = paper({ isTTY: true });
    const show = showProgress(stream);
    show(orders({ part: 'customers', total: 2, read: 2, state: 'finished' }));
    show(orders({ total: 4, read: 1 }));
    show(orders({ total: 4, read: 4, state: 'stopped' }));
    expect(text()).toContain('customers   ######################## 100 % | 2 of 2');
    expect(text()).toContain('orders      ######.................. 25 % | 1 of 4');
    expect(text()).toContain('stopped');
  });

  test('plain lines where it cannot draw', () => {
    vi.stubEnv('TERM', 'dumb');
    const { stream, text } = paper({ isTTY: true });
    showProgress(stream, { clock: manualClock() })(orders());
    expect(text()).toBe('orders 0 %: 0 of 100,000, 0 events\n');
  });
});

describe.each([true, false])('a stream that goes away (terminal: %s)', (isTTY) => {
  test('ends what is shown, and nothing else', async () => {
    vi.stubEnv('TERM', 'xterm');
    const stream = Object.assign(new PassThrough(), { isTTY });
    const show = showProgress(stream, { clock: manualClock() });
    show(orders({ read: 1 }));
    stream.destroy(new Error('EPIPE'));
    show(orders({ read: 50_000 }));
    show(orders({ read: 100_000, state: 'finished' }));
    await new Promise((resolve) => setImmediate(resolve));
    expect(stream.destroyed).toBe(true);
  });

  test('and one whose writing fails later, too', async () => {
    vi.stubEnv('TERM', 'xterm');
    const stream = new Writable({
      write: (_chunk, _encoding, done) => setImmediate(done, new Error('EPIPE')),
    });
    const show = showProgress(Object.assign(stream, { isTTY }), { clock: manualClock() });
    show(orders({ part: 'customers', total: 0, state: 'finished' }));
    show(orders({ read: 1 }));
    show(orders({ read: 100_000, state: 'finished' }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stream.errored?.message).toBe('EPIPE');
    expect(stream.listenerCount('error')).toBe(0);
  });
});
