import { describe, expect, it } from 'vitest';
import { drafts, type MessageType } from './message.ts';

const least: Record<MessageType, Record<string, unknown>> = {
  track: { type: 'track', event: 'Order Completed' },
  identify: { type: 'identify' },
  page: { type: 'page' },
  screen: { type: 'screen' },
  group: { type: 'group', groupId: 'g' },
  alias: { type: 'alias', previousId: 'a', userId: 'b' },
};
const types = Object.keys(least) as MessageType[];

describe('drafts', () => {
  it('are the six calls of the spec', () => {
    expect(Object.keys(drafts).toSorted()).toEqual(types.toSorted());
  });

  it.each(types)('%s needs its own fields only', (type) => {
    expect(drafts[type].parse(least[type])).toEqual(least[type]);
    for (const field of Object.keys(least[type])) {
      const { [field]: _, ...without } = least[type];
      expect(drafts[type].safeParse(without).error?.issues[0]?.path).toEqual([field]);
    }
  });

  it.each(types)('%s takes what any message may have', (type) => {
    const common = {
      messageId: 'm-1',
      anonymousId: 'anon',
      userId: 42,
      timestamp: new Date(0),
      context: { ip: '127.0.0.1' },
      integrations: { All: false, Klaviyo: { listId: 'L1' } },
    };
    expect(drafts[type].parse({ ...least[type], ...common })).toMatchObject({
      ...common,
      userId: '42',
      timestamp: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each(types)('%s refuses a field that is not of the spec', (type) => {
    const { error } = drafts[type].safeParse({ ...least[type], proprties: {} });
    expect(error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['proprties'] });
  });

  it.each(types)('%s refuses another type of message', (type) => {
    expect(drafts[type].safeParse({ ...least[type], type: 'other' }).success).toBe(false);
  });

  it('take a messageId of 1 to 99 characters', () => {
    const { track } = drafts;
    expect(track.safeParse({ ...least.track, messageId: 'x'.repeat(99) }).success).toBe(true);
    expect(track.safeParse({ ...least.track, messageId: '' }).success).toBe(false);
    const { error } = track.safeParse({ ...least.track, messageId: 'x'.repeat(100) });
    expect(error?.issues[0]?.message).toBe('Segment takes fewer than 100 characters');
  });

  it('take a name of 1 to 255 characters for a track event', () => {
    expect(drafts.track.safeParse({ type: 'track', event: '' }).success).toBe(false);
    expect(drafts.track.safeParse({ type: 'track', event: 'x'.repeat(255) }).success).toBe(true);
    expect(drafts.track.safeParse({ type: 'track', event: 'x'.repeat(256) }).success).toBe(false);
  });

  it('keep properties and traits that the spec does not name', () => {
    const properties = { nested: { list: [1] } };
    const traits = { email: 'a@example.com', loyalty: 'gold', phone: null };
    expect(drafts.track.parse({ ...least.track, properties }).properties).toEqual(properties);
    expect(drafts.identify.parse({ type: 'identify', traits }).traits).toEqual(traits);
    expect(drafts.group.parse({ ...least.group, traits }).traits).toEqual(traits);
  });

  it.each([[[]], 'text', 1])('refuse %j as properties', (properties) => {
    expect(drafts.track.safeParse({ ...least.track, properties }).success).toBe(false);
  });

  it('refuse to say yes or no to a destination with anything but a boolean or settings', () => {
    const integrations = { Klaviyo: 'yes' };
    expect(drafts.track.safeParse({ ...least.track, integrations }).success).toBe(false);
  });
});
