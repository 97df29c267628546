import {
  delivered,
  DestinationUnavailable,
  type Activity,
  type Finding,
  type Logger,
  type Outcome,
} from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { coupon } from './support/drafts.ts';
import {
  all,
  fakeDestination,
  gate,
  operation,
  type FakeOptions,
} from './support/fake-destination.ts';
import { installSdk } from './support/opentelemetry.ts';
import { openPipeline } from './support/pipeline.ts';

const leftOut = { kind: 'phone_left_out', reason: 'its phone number is in no form known' };
const discarded = { kind: 'test_address', reason: 'the vendor throws its address away' };
const withWarning: Outcome = { status: 'delivered', warnings: [discarded] };

interface Line {
  readonly level: keyof Logger;
  readonly fields: object;
  readonly message: string;
}

async function warning(options: FakeOptions) {
  const lines: Line[] = [];
  const write = (level: keyof Logger) => (fields: object, message: string) =>
    void lines.push({ level, fields, message });
  const logger = {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
  };
  const { destination } = fakeDestination(options);
  const opened = await openPipeline({ destinations: [destination], logger });
  const warned: Activity[] = [];
  opened.pipeline.activity$.subscribe((activity) => {
    if (activity.type === 'warned') warned.push(activity);
  });
  return { ...opened, lines, warned };
}

describe('a warning', () => {
  it('of the mapping, and of the call, is told with the event that is delivered', async () => {
    const { pipeline, clock, warned, lines } = await warning({
      map: (event) => ({ operations: [operation(event)], warnings: [leftOut] }),
      deliver: (batch) => all(batch, withWarning),
    });
    await pipeline.track(coupon('a'));
    await pipeline.start();
    await clock.advance(0);

    const about = { destination: 'Fake', messageId: 'a', event: 'Coupon Applied' };
    expect(warned).toMatchObject([
      { type: 'warned', ...about, ...leftOut },
      { type: 'warned', ...about, ...discarded },
    ]);
    expect(lines).toStrictEqual([
      { level: 'warn', fields: { ...about, kind: leftOut.kind }, message: leftOut.reason },
      { level: 'warn', fields: { ...about, kind: discarded.kind }, message: discarded.reason },
    ]);
  });

  it('is told once, however often the event is tried', async () => {
    let calls = 0;
    const { pipeline, clock, warned } = await warning({
      map: (event) => ({ operations: [operation(event)], warnings: [leftOut] }),
      deliver(batch) {
        calls += 1;
        if (calls === 1) throw new DestinationUnavailable('down');
        return all(batch, calls === 2 ? { status: 'retry', reason: 'locked' } : delivered);
      },
    });
    await pipeline.track(coupon('a'));
    await pipeline.start();
    await clock.advance(600_000);

    expect(calls).toBe(3);
    expect(warned).toHaveLength(1);
  });

  it('is not told of an event that is a dead letter, which has its reason', async () => {
    const { pipeline, clock, warned } = await warning({
      map: (event) => ({ operations: [operation(event)], warnings: [leftOut] }),
      deliver: (batch) => all(batch, { status: 'rejected', reason: 'no' }),
    });
    await pipeline.track(coupon('a'));
    await pipeline.start();
    await clock.advance(0);

    expect(warned).toStrictEqual([]);
  });

  it('is logged once a minute for each kind, with how many there were, and counted each time', async () => {
    const sdk = installSdk();
    const { pipeline, clock, warned, lines } = await warning({
      deliver: (batch) => all(batch, withWarning),
    });
    await pipeline.start();
    const track = async (...ids: string[]) => {
      for (const id of ids) await pipeline.track(coupon(id));
      await clock.advance(1_000);
    };
    await track('a', 'b', 'c');
    expect(lines).toHaveLength(1);
    await clock.advance(60_000);
    await track('d', 'e');

    expect(lines).toMatchObject([
      { fields: { messageId: 'a' } },
      { fields: { messageId: 'd', untold: 2 } },
    ]);
    expect(warned).toHaveLength(5);
    expect(await sdk.points('millrace.dispatch.warnings')).toMatchObject([
      { attributes: { 'millrace.warning.kind': 'test_address' }, value: 5 },
    ]);
  });
});

describe('what a destination finds at start', () => {
  const finding = (level: Finding['level']): Finding => ({
    level,
    kind: `${level}_kind`,
    reason: `An ${level}`,
    remedy: 'Look.',
  });

  it('is logged, and activity if it is bad, while deliveries go on', async () => {
    const { opened, open } = gate();
    const { pipeline, clock, warned, lines, idle } = await warning({
      async start() {
        await opened;
        return [finding('info'), finding('warning'), finding('error')];
      },
    });
    await pipeline.track(coupon('a'));
    await pipeline.start();
    await idle();
    expect(pipeline.stats().destinations['Fake']).toMatchObject({ delivered: 1 });
    expect(lines).toStrictEqual([]);

    open();
    await clock.advance(0);
    expect(lines).toMatchObject([
      { level: 'info', fields: { destination: 'Fake', remedy: 'Look.' }, message: 'An info' },
      { level: 'warn', fields: { kind: 'warning_kind' } },
      { level: 'error', fields: { kind: 'error_kind' } },
    ]);
    expect(warned).toMatchObject([
      { destination: 'Fake', kind: 'warning_kind', reason: 'An warning. Look.' },
      { kind: 'error_kind' },
    ]);
  });

  it('is looked for once, and what goes wrong with that fails nothing', async () => {
    let starts = 0;
    const { pipeline, clock, lines, idle } = await warning({
      async start() {
        starts += 1;
        throw new Error('down');
      },
    });
    await pipeline.start();
    await pipeline.start();
    await pipeline.track(coupon('a'));
    await idle();
    await clock.advance(0);

    expect(starts).toBe(1);
    expect(lines).toMatchObject([{ level: 'warn', fields: { reason: 'down' } }]);
    expect(pipeline.stats().destinations['Fake']).toMatchObject({ delivered: 1 });
  });

  it('is of no interest once the pipeline closes, which ends the search', async () => {
    const { pipeline, lines } = await warning({
      start: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('closing')));
        }),
    });
    await pipeline.start();
    await pipeline.close({ timeoutMs: 0 });

    expect(lines).toStrictEqual([]);
  });
});
