import { describe, expect, it } from 'vitest';
import { identifierOf, type Profile } from '@millrace/core';
import { coupon } from './support/drafts.ts';
import { fakeDestination, operation } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const visitor = (messageId: string, anonymousId: string) =>
  ({ ...coupon(messageId), userId: null, anonymousId }) as const;

describe('the identity of an event', () => {
  it('is what is known when it is delivered, not when it happened', async () => {
    const profiles: Profile[] = [];
    const { destination } = fakeDestination({
      map(event, profile) {
        profiles.push(profile);
        return { operations: [operation(event)] };
      },
    });
    const { pipeline, idle } = await openPipeline({ destinations: [destination] });
    await pipeline.track(visitor('a', 'device'));
    await pipeline.identify({
      messageId: 'b',
      userId: 'ana',
      anonymousId: 'device',
      traits: { email: 'Ana@Shop.co' },
    });
    await pipeline.start();
    await idle();

    expect(profiles.map((profile) => identifierOf(profile, 'email'))).toEqual([
      'ana@shop.co',
      'ana@shop.co',
    ]);
    expect(new Set(profiles.map(({ id }) => id)).size).toBe(1);
  });

  it('joins two profiles by an alias, and by nothing that merge protection forbids', async () => {
    const { pipeline } = await openPipeline();
    const idOf = async (type: string, id: string) => (await pipeline.profile({ type, id }))?.id;
    await pipeline.track(visitor('a', 'device'));
    await pipeline.track(coupon('b', 'ana'));
    expect(await idOf('anonymous_id', 'device')).not.toBe(await idOf('user_id', 'ana'));
    await pipeline.alias({ messageId: 'c', userId: 'ana', previousId: 'device' });
    expect(await idOf('anonymous_id', 'device')).toBe(await idOf('user_id', 'ana'));

    // The device is shared: what bob does there is his, and the device stays with ana.
    await pipeline.track({ ...coupon('d', 'bob'), anonymousId: 'device' });

    expect(await idOf('user_id', 'bob')).not.toBe(await idOf('user_id', 'ana'));
    expect(await idOf('anonymous_id', 'device')).toBe(await idOf('user_id', 'ana'));
  });
});
