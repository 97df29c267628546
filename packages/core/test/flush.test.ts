import { describe, expect, it } from 'vitest';
import { delivered } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';
import { slowTransform } from './support/slow-transform.ts';
import { untilAborted } from './support/until-aborted.ts';

const nothing = { delivered: 0, pending: 0, held: 0, dead: 0 };

describe('flush', () => {
  it('waits for calls that nobody awaited', async () => {
    const { transform, open } = slowTransform();
    const { destination } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      transforms: [transform],
      destinations: [destination],
    });
    await pipeline.start();
    void pipeline.track(coupon('a'));
    let report: unknown;
    void pipeline.flush().then((it) => (report = it));
    await idle();
    expect(report).toBeUndefined();
    open();
    await idle();

    expect(report).toEqual({ ...nothing, delivered: 1 });
  });

  it('delivers what came since the one before', async () => {
    const { destination, ids } = fakeDestination();
    const { pipeline } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    expect(await pipeline.flush()).toEqual({ ...nothing, delivered: 1 });
    await pipeline.track(coupon('b'));
    expect(await pipeline.flush()).toEqual({ ...nothing, delivered: 2 });

    expect(ids()).toEqual(['a', 'b']);
  });

  it('ends for all who wait when nothing is left, and leaves no timer behind', async () => {
    const { opened, open } = gate();
    const { destination } = fakeDestination({
      deliver: (batch) => opened.then(() => all(batch, delivered)),
    });
    const { pipeline, clock, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await idle();
    const before = clock.pending;
    await pipeline.track(coupon('a'));
    const reports = Promise.all([pipeline.flush(), pipeline.flush({ timeoutMs: 60_000 })]);
    await idle();
    open();

    const report = { ...nothing, delivered: 1 };
    expect(await reports).toEqual([report, report]);
    await idle();
    expect(clock.pending).toBe(before);
  });

  it('ends with close, even while it waits for a call that never comes back', async () => {
    const { transform } = slowTransform();
    const { pipeline, clock } = await openPipeline({ transforms: [transform] });
    await pipeline.start();
    void pipeline.track(coupon('a'));
    const flushing = pipeline.flush({ timeoutMs: 3_600_000 });
    const closing = pipeline.close({ timeoutMs: 0 });
    await clock.advance(0);

    expect(await closing).toEqual(nothing);
    expect(await flushing).toEqual(nothing);
    expect(clock.pending).toBe(0);
  });

  it('does not wait for a destination that is paused by hand, nor once it is', async () => {
    const { destination } = fakeDestination({ deliver: untilAborted });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    let report: unknown;
    void pipeline.flush().then((it) => (report = it));
    await idle();
    expect(report).toBeUndefined();
    await pipeline.pause('Fake');
    await idle();

    expect(report).toEqual({ ...nothing, pending: 1 });
    expect(await pipeline.flush()).toEqual({ ...nothing, pending: 1 });
  });

  it('does not wait for what is behind a held event, whether it came with that or later', async () => {
    const { destination } = fakeDestination({ map: () => ({ hold: 'nobody knows them' }) });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.track(coupon('a'));
    await pipeline.track(coupon('b'));
    await pipeline.start();
    const reports: unknown[] = [];
    void pipeline.flush().then((report) => reports.push(report));
    await idle();
    void pipeline.track(coupon('c'));
    void pipeline.flush().then((report) => reports.push(report));
    await idle();

    expect(reports).toEqual([
      { ...nothing, held: 1, pending: 1 },
      { ...nothing, held: 1, pending: 2 },
    ]);
  });

  it('does not wait for what is held', async () => {
    const { destination } = fakeDestination({ map: () => ({ hold: 'no email' }) });
    const { pipeline } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));

    expect(await pipeline.flush()).toEqual({ ...nothing, held: 1 });
  });
});
