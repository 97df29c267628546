import { describe, expect, it } from 'vitest';
import { delivered, memoryStore } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate } from './support/fake-destination.ts';
import { openPipeline, shortly } from './support/pipeline.ts';

const nothing = { delivered: 0, pending: 0, held: 0, dead: 0 };

describe('a destination that is paused', () => {
  it('gets nothing until it is resumed, and says so', async () => {
    const { destination, ids } = fakeDestination();
    const { pipeline, activity, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.start();
    await pipeline.pause('Fake');
    await pipeline.track(coupon('a'));
    await idle();
    expect(ids()).toEqual([]);
    expect(pipeline.stats().destinations['Fake']).toMatchObject({ pending: 1, paused: true });

    await pipeline.resume('Fake');
    await idle();
    expect(ids()).toEqual(['a']);
    expect(shortly(activity)).toEqual(['paused', 'accepted a', 'resumed', 'delivered a']);
    expect(activity[0]).toMatchObject({ destination: 'Fake', reason: 'paused by hand' });
  });

  it('stays so over a restart', async () => {
    const store = memoryStore();
    const first = await openPipeline({ store, destinations: [fakeDestination().destination] });
    await first.pipeline.pause('Fake');
    await first.pipeline.track(coupon('a'));
    await first.pipeline.close();

    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({ store, destinations: [destination] });
    await pipeline.start();
    await idle();
    expect(ids()).toEqual([]);
    await pipeline.resume('Fake');
    await idle();
    expect(ids()).toEqual(['a']);
  });

  it('keeps neither flush nor close waiting, nor another destination', async () => {
    const other = fakeDestination({ name: 'Other' });
    const { pipeline, clock } = await openPipeline({
      destinations: [fakeDestination().destination, other.destination],
    });
    await pipeline.start();
    await pipeline.pause('Fake');
    await pipeline.track(coupon('a'));
    const before = clock.now();

    expect(await pipeline.flush()).toEqual({ ...nothing, delivered: 1, pending: 1 });
    expect(await pipeline.close()).toEqual({ ...nothing, delivered: 1, pending: 1 });
    expect(other.ids()).toEqual(['a']);
    expect(clock.now()).toBe(before);
  });

  it('must be one of the pipeline', async () => {
    const { pipeline } = await openPipeline({ destinations: [fakeDestination().destination] });
    const unknown = { code: 'UNKNOWN_DESTINATION' };

    await expect(pipeline.pause('Fade')).rejects.toMatchObject(unknown);
    await expect(pipeline.resume('Fade')).rejects.toThrow('It has Fake');
  });
});

describe('two pipelines with one store', () => {
  it('deliver through one of them, and close does not wait for the other one', async () => {
    const store = memoryStore();
    const one = fakeDestination();
    const first = await openPipeline({ store, destinations: [one.destination] });
    const { clock } = first;
    await first.pipeline.start();
    await first.idle();
    await first.pipeline.pause('Fake');
    const two = fakeDestination();
    const second = await openPipeline({ store, clock, destinations: [two.destination] });
    await second.pipeline.start();
    await second.pipeline.track(coupon('a'));
    await first.pipeline.resume('Fake');
    await clock.advance(0);
    expect([one.ids(), two.ids()]).toEqual([['a'], []]);

    await second.pipeline.track(coupon('b', '2'));
    expect(await second.pipeline.close()).toMatchObject({ dead: 0, held: 0 });
    await clock.advance(0);
    expect(one.ids()).toEqual(['a', 'b']);
  });

  it('close at once when the other one delivers, though that was not known before', async () => {
    const store = memoryStore();
    const { opened, open } = gate();
    const slow = fakeDestination({ deliver: (batch) => opened.then(() => all(batch, delivered)) });
    const first = await openPipeline({ store, destinations: [slow.destination] });
    const { clock } = first;
    await first.pipeline.start();
    await first.pipeline.track(coupon('a'));
    await first.idle();
    const second = await openPipeline({
      store,
      clock,
      destinations: [fakeDestination().destination],
    });
    await second.pipeline.start();
    const before = clock.now();

    expect(await second.pipeline.close()).toEqual({ ...nothing, pending: 1 });
    expect(clock.now()).toBe(before);
    open();
  });

  it('go on through the other one when the first one closes', async () => {
    const store = memoryStore();
    const first = await openPipeline({ store, destinations: [fakeDestination().destination] });
    const { clock } = first;
    await first.pipeline.start();
    await first.idle();
    const { destination, ids } = fakeDestination();
    const second = await openPipeline({ store, clock, destinations: [destination] });
    await second.pipeline.start();
    await first.pipeline.close();
    await second.pipeline.track(coupon('a'));
    await clock.advance(1_000);

    expect(ids()).toEqual(['a']);
  });
});
