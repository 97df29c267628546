import { trackEvent } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { deliver } from './deliver.ts';
import type { SegmentMessage } from './message.ts';
import type { Answer } from './wire.ts';

function message(id: number): SegmentMessage {
  const { receivedAt: _, ...rest } = trackEvent({ messageId: String(id) });
  return rest;
}

const answer = (status: number, ...ids: string[]): Answer => ({
  status,
  ids,
  retryAt: undefined,
  isPage: false,
});
const three = [message(1), message(2), message(3)];

describe('deliver', () => {
  it('says of a message that no answer speaks of that it was not sent', async () => {
    const outcomes = await deliver(three, async () => [answer(200, '1', '3')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['delivered', 'retry', 'delivered']);
  });

  it.each([
    [400, false],
    [413, true],
  ])('passes on that a request was refused as a whole: %i', async (status, tooLarge) => {
    const delivery = deliver(three, async () => [answer(status, '1', '2', '3')]);

    await expect(delivery).rejects.toMatchObject({
      code: 'BATCH_REFUSED',
      message: `Segment answered ${status}: the event is malformed or too large for it`,
      tooLarge,
      suspects: new Map(),
    });
  });

  it('points at what was refused in a request of its own', async () => {
    const delivery = deliver(three, async () => [answer(200, '1', '2'), answer(400, '3')]);

    const reason = 'Segment answered 400: the event is malformed or too large for it';
    await expect(delivery).rejects.toMatchObject({ suspects: new Map([[2, reason]]) });
  });
});
