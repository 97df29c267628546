import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defineTransform, type Transform } from '../../transform/transform.ts';
import { identifyEvent, trackEvent } from '../events.ts';
import { transformContract } from './contract.ts';

const events = [trackEvent(), identifyEvent()];
const kit = (apply: Transform['apply'], on?: string) =>
  transformContract({
    create: () =>
      defineTransform({ name: 'a transform', apply, ...(on === undefined ? {} : { on }) }),
    events,
  });

/** The names of the cases that fail. */
async function failing(apply: Transform['apply']): Promise<string[]> {
  const names: string[] = [];
  for (const { name, run } of kit(apply)) await run().catch(() => names.push(name));
  return names;
}

describe('transformContract', () => {
  it.each(kit((event) => [event, { ...event, messageId: `${event.messageId}:copy` }]))(
    '$clause $name: a transform that keeps all promises',
    ({ run }) => run(),
  );

  it.each(kit((event) => (event.type === 'track' ? null : event), 'Coupon Applied'))(
    '$clause $name: a transform of one event, that drops it',
    ({ run }) => run(),
  );

  it.each<[string, string, Transform['apply']]>([
    [
      'writes to its input',
      'apply leaves the event as it was',
      (event) => Object.assign(event.context, { ip: null }) && event,
    ],
    [
      'rolls dice',
      'apply gives the same answer for the same event',
      (event) => ({ ...event, messageId: randomUUID() }),
    ],
    [
      'looks at the clock',
      'apply gives the same answer for the same event',
      (event) => ({ ...event, timestamp: new Date().toISOString() }),
    ],
    [
      'gives back something else',
      'what apply gives back are events, in plain JSON',
      (event) => ({ ...event, receivedAt: 'now' }),
    ],
    [
      'puts a Date into an event',
      'what apply gives back are events, in plain JSON',
      (event) => ({ ...event, context: { at: new Date(0) } }),
    ],
    ['repeats an id', 'several events have different ids', (event) => [event, event]],
  ])('finds a transform that %s', async (_, name, apply) => {
    const found = await failing(apply);

    expect(found).toContain(name);
  });

  it('finds that it tests nothing', async () => {
    const [first] = kit((event) => event, 'Order Completed');

    await expect(first?.run()).rejects.toThrow('applies to none of the events');
  });
});
