import { trackEvent } from '@millrace/core/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deliver } from './deliver.ts';
import type { SegmentMessage } from './message.ts';
import type { Answer } from './wire.ts';

function message(id: number): SegmentMessage {
  const { receivedAt: _, ...rest } = trackEvent({ messageId: String(id) });
  return rest;
}

describe('deliver', () => {
  it('rejects exactly the messages at fault, whichever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), async (faulty) => {
        let posts = 0;
        const outcomes = await deliver(
          faulty.map((_, id) => message(id)),
          async (some) => {
            posts += 1;
            const ids = some.map(({ messageId }) => messageId);
            const status = ids.some((id) => faulty[Number(id)]) ? 400 : 200;
            return [{ status, ids, retryAt: undefined }];
          },
        );

        expect(faulty.map((_, id) => outcomes.get(String(id))?.status)).toEqual(
          faulty.map((bad) => (bad ? 'rejected' : 'delivered')),
        );
        expect(posts).toBeLessThan(2 * faulty.length);
      }),
    );
  });

  it('knows nothing of a message that no answer speaks of', async () => {
    const answer: Answer = { status: 200, ids: ['1'], retryAt: undefined };

    const outcomes = await deliver([message(1), message(2)], async () => [answer]);

    expect([...outcomes.keys()]).toEqual(['1']);
  });
});
