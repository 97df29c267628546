import { describe, expect, it } from 'vitest';
import { createPipeline, defineSource, delivered, memoryStore, type Source } from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { coupon } from './support/drafts.ts';
import { all, fakeDestination, gate } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';
import { slowTransform } from './support/slow-transform.ts';
import { untilAborted } from './support/until-aborted.ts';

const never = (): Promise<never> => new Promise(() => undefined);
const nothing = { delivered: 0, pending: 0, held: 0, dead: 0 };
const ignore = (): void => undefined;

function errors() {
  const logged: object[] = [];
  const error = (fields: object): void => void logged.push(fields);
  return { logged, logger: { debug: ignore, info: ignore, warn: ignore, error } };
}

/** A source that writes down what is asked of it. */
function fakeSource(name: string, life: Partial<Source> = {}) {
  const asked: string[] = [];
  const source = defineSource({
    name,
    attach: ignore,
    async start() {
      asked.push('start');
      await life.start?.();
      asked.push('started');
    },
    async stop() {
      asked.push('stop');
      await life.stop?.();
    },
  });
  return { source, asked };
}

describe('close, while a plugin never lets go', () => {
  it('leaves a source behind that does not stop, and says so', async () => {
    const { logger, logged } = errors();
    const stuck = fakeSource('Stuck', { stop: never });
    const other = fakeSource('Other');
    const { pipeline, clock } = await openPipeline({
      logger,
      sources: [stuck.source, other.source],
    });
    await pipeline.start();
    const closing = pipeline.close();
    await clock.advance(5_000);

    expect(await closing).toEqual(nothing);
    expect(other.asked).toContain('stop');
    expect(logged).toEqual([
      { plugin: 'Stuck', reason: expect.stringContaining('did not end within 5000 ms') },
    ]);
    expect(clock.pending).toBe(0);
  });

  it('leaves a destination behind that does not close, and closes the others', async () => {
    const { logger, logged } = errors();
    let closed = false;
    const { destination: stuck } = fakeDestination({ name: 'Stuck', close: never });
    const { destination: other } = fakeDestination({
      name: 'Other',
      close: async () => void (closed = true),
    });
    const { pipeline, clock } = await openPipeline({ logger, destinations: [stuck, other] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close();
    await clock.advance(5_000);

    expect(await closing).toEqual({ ...nothing, delivered: 2 });
    expect(closed).toBe(true);
    expect(logged).toMatchObject([{ plugin: 'Stuck' }]);
  });

  it('reports the truth of a delivery that ends after its time: it is pending, and stays so', async () => {
    const store = memoryStore();
    const { opened, open } = gate();
    const { destination, calls } = fakeDestination({
      deliver: (batch) => opened.then(() => all(batch, delivered)),
      // It ends in the very moment in which the report is made.
      close: async () => open(),
    });
    const { pipeline, clock } = await openPipeline({ store, destinations: [destination] });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 0 });
    await clock.advance(5_000);
    const report = await closing;
    await clock.advance(60_000);

    const next = await openPipeline({ store, clock });
    const { pending, delivered: done } = next.pipeline.stats().destinations['Fake'] ?? {};
    expect(calls).toHaveLength(1);
    expect({ pending, delivered: done }).toEqual({
      pending: report.pending,
      delivered: report.delivered,
    });
  });

  it('takes the time for the sources out of the time for all of it', async () => {
    const { opened, open } = gate();
    const slow = fakeSource('Slow', { stop: () => opened });
    const { destination } = fakeDestination({
      deliver: untilAborted,
    });
    const { pipeline, clock } = await openPipeline({
      sources: [slow.source],
      destinations: [destination],
    });
    await pipeline.start();
    await pipeline.track(coupon('a'));
    let report: unknown;
    void pipeline.close({ timeoutMs: 1_000 }).then((it) => (report = it));
    await clock.advance(900);
    open();
    await clock.advance(99);
    expect(report).toBeUndefined();
    await clock.advance(1);

    expect(report).toEqual({ ...nothing, pending: 1 });
  });
});

describe('a call that is under way when close begins', () => {
  it('is stored and delivered, if there is time', async () => {
    const { transform, open } = slowTransform();
    const { destination, ids } = fakeDestination();
    const { pipeline, idle } = await openPipeline({
      transforms: [transform],
      destinations: [destination],
    });
    await pipeline.start();
    const tracked = pipeline.track(coupon('a'));
    const closing = pipeline.close();
    await idle();
    open();

    expect(await closing).toEqual({ ...nothing, delivered: 1 });
    expect(await tracked).toEqual({ messageId: 'a', status: 'accepted' });
    expect(ids()).toEqual(['a']);
  });

  it('is refused as closed when its transform comes back too late, and is not stored', async () => {
    const store = memoryStore();
    const { transform, open } = slowTransform();
    const { pipeline, clock } = await openPipeline({ store, transforms: [transform] });
    const tracked = pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 100 });
    await clock.advance(100);
    await closing;
    open();

    await expect(tracked).rejects.toMatchObject({ code: 'PIPELINE_CLOSED' });
    const again = await openPipeline({ store, clock });
    expect(again.pipeline.stats().events).toBe(0);
  });

  it('is refused even if its transform never comes back', async () => {
    const { transform } = slowTransform();
    const { pipeline, clock } = await openPipeline({ transforms: [transform] });
    const refused = pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 100 });
    await clock.advance(100);
    await closing;

    await expect(refused).rejects.toMatchObject({ code: 'PIPELINE_CLOSED' });
  });

  it('is refused as closed when its transform comes back while the store closes', async () => {
    const open = memoryStore();
    const { transform, open: comeBack } = slowTransform();
    const { pipeline, clock } = await openPipeline({
      transforms: [transform],
      async store(environment) {
        const store = await open(environment);
        const close = store.close.bind(store);
        store.close = async () => {
          const stats = await close();
          comeBack();
          await clock.advance(0);
          return stats;
        };
        return store;
      },
    });
    const refused = pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 100 });
    await clock.advance(100);
    await closing;

    await expect(refused).rejects.toMatchObject({ code: 'PIPELINE_CLOSED' });
  });

  it('is accepted when the store closes in the moment in which it is stored', async () => {
    const open = memoryStore();
    const { opened: closed, open: sayClosed } = gate();
    const { pipeline, clock } = await openPipeline({
      async store(environment) {
        const store = await open(environment);
        const close = store.close.bind(store);
        const append = store.append.bind(store);
        store.append = async (commit) => {
          const isNew = await append(commit);
          await closed;
          return isNew;
        };
        store.close = async () => {
          const stats = await close();
          sayClosed();
          return stats;
        };
        return store;
      },
    });
    const tracked = pipeline.track(coupon('a'));
    const closing = pipeline.close({ timeoutMs: 100 });
    await clock.advance(100);
    await closing;

    expect(await tracked).toEqual({ messageId: 'a', status: 'accepted' });
  });

  it.each([0, 1, 2, 3, 4, 6, 10, 20])(
    'is stored if it resolves, and not if it is refused: close %i microtasks later',
    async (turns) => {
      const store = memoryStore();
      const { pipeline, clock } = await openPipeline({ store });
      const tracked = Array.from({ length: 20 }, (_, index) => pipeline.track(coupon(`${index}`)));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const closing = pipeline.close({ timeoutMs: 0 });
      const late = pipeline.track(coupon('late'));
      const answered = Promise.allSettled([...tracked, late]);
      await clock.advance(0);
      await closing;
      const answers = await answered;

      const again = await openPipeline({ store, clock });
      const stored = answers.filter(({ status }) => status === 'fulfilled');
      expect(again.pipeline.stats().events).toBe(stored.length);
      expect(answers.at(-1)).toMatchObject({ reason: { code: 'PIPELINE_CLOSED' } });
    },
  );
});

describe('close, while start is under way', () => {
  it('stops the source that was starting once it has, and starts no other', async () => {
    const { opened, open } = gate();
    const first = fakeSource('First', { start: () => opened });
    const second = fakeSource('Second');
    const { pipeline, idle } = await openPipeline({ sources: [first.source, second.source] });
    const failure = pipeline.start().catch((error: unknown) => error);
    const closing = pipeline.close();
    await idle();
    expect(first.asked).toEqual(['start']);
    open();
    await closing;

    expect(await failure).toMatchObject({ code: 'PIPELINE_CLOSED' });
    expect(first.asked).toEqual(['start', 'started', 'stop']);
    expect(second.asked).toEqual(['stop']);
  });

  it('does not wait for ever for a source that never starts', async () => {
    const stuck = fakeSource('Stuck', { start: never });
    const { pipeline, clock } = await openPipeline({ sources: [stuck.source] });
    void pipeline.start();
    const closing = pipeline.close();
    await clock.advance(5_000);

    expect(await closing).toEqual(nothing);
    expect(stuck.asked).toEqual(['start', 'stop']);
  });
});

describe('createPipeline', () => {
  it('closes the store again when a source refuses to be attached', async () => {
    const open = memoryStore();
    let closed = 0;
    const refuses = {
      name: 'Shop',
      attach: () => {
        throw new Error('attached already');
      },
    };
    const creating = createPipeline({
      clock: manualClock(),
      sources: [refuses],
      async store(environment) {
        const store = await open(environment);
        const close = store.close.bind(store);
        store.close = () => {
          closed += 1;
          return close();
        };
        return store;
      },
    });

    await expect(creating).rejects.toThrow('attached already');
    expect(closed).toBe(1);
  });
});
