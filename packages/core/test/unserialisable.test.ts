import { expect, it } from 'vitest';
import { coupon } from './support/drafts.ts';
import { fakeDestination, operation } from './support/fake-destination.ts';
import { counts, openPipeline } from './support/pipeline.ts';

it.each([undefined, 10n])(
  'an operation that JSON cannot write (%s) makes its event a dead letter, and no other',
  async (payload) => {
    const { destination } = fakeDestination({
      lanes: { all: { maxOperations: 500, maxBytes: 1_000_000 } },
      map: (event) => {
        const made = operation(event);
        return { operations: [event.messageId === 'b' ? ({ ...made, payload } as never) : made] };
      },
    });
    const { pipeline, clock } = await openPipeline({ destinations: [destination] });
    for (const id of ['a', 'b', 'c']) await pipeline.track(coupon(id, id));
    await pipeline.start();
    await clock.advance(60_000);

    expect(counts(pipeline)).toEqual({ delivered: 2, dead: 1 });
    expect(await pipeline.deadLetters()).toMatchObject([
      { event: { messageId: 'b' }, stage: 'map' },
    ]);
  },
);
