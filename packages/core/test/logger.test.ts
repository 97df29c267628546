import { createPipeline, memoryStore, type Logger } from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import { pino } from 'pino';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { fakeDestination } from './support/fake-destination.ts';

/** A pipeline of which something fails that is written down: a destination that cannot let go. */
async function failToClose(logger: Logger): Promise<void> {
  const { destination } = fakeDestination({
    close: () => Promise.reject(new Error('the socket was gone')),
  });
  const clock = manualClock();
  const pipeline = await createPipeline({
    clock,
    logger,
    store: memoryStore(),
    destinations: [destination],
  });
  const closing = pipeline.close({ timeoutMs: 0 });
  await clock.advance(0);
  await closing;
}

describe('a logger of pino', () => {
  it('fits as it is', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
    expectTypeOf(logger).toExtend<Logger>();
    expectTypeOf(logger.child({ part: 'events' })).toExtend<Logger>();
    await failToClose(logger.child({ part: 'events' }));

    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        level: pino.levels.values['error'],
        part: 'events',
        msg: 'closing it failed',
        plugin: 'Fake',
        reason: 'the socket was gone',
      }),
    ]);
  });
});

describe('an object like the console', () => {
  it('fits as it is, too', async () => {
    expectTypeOf(console).toExtend<Logger>();
    const lines: (readonly unknown[])[] = [];
    const write = (...line: readonly unknown[]): void => void lines.push(line);
    await failToClose({ debug: write, info: write, warn: write, error: write });

    expect(lines).toEqual([
      [{ plugin: 'Fake', reason: 'the socket was gone' }, 'closing it failed'],
    ]);
  });
});

it('is refused when it cannot write, before anything is opened', async () => {
  const logger = { info: () => undefined } as unknown as Logger;
  await expect(createPipeline({ store: memoryStore(), logger })).rejects.toThrow(/logger/);
});
