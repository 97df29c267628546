import { afterEach, describe, expect, test } from 'vitest';
import { openPeople, type People } from '../../test/people.ts';

let people: People;
afterEach(() => people.close());

const email = 'jane@example.org';
const agreed = ['marketing_newsletter'] as const;

/** Who was told to be subscribed or not, oldest first. */
const consents = (): string[] =>
  people.told.flatMap((draft) =>
    draft.type === 'track'
      ? [`${draft.event.replace('User ', '')} ${draft.context?.traits?.email ?? draft.userId}`]
      : [],
  );

describe('consent that was given before the source first started', () => {
  const before = async (settings: Parameters<typeof openPeople>[0] = {}) => {
    people = await openPeople(settings);
    people.sandbox.subscribe({ email });
    people.sandbox.subscribe({ email: 'left@example.org' });
    await people.clock.advance(60_000);
    people.sandbox.unsubscribe('left@example.org');
    await people.settle();
    await people.clock.advance(86_400_000);
    await people.start();
    await people.settle();
  };

  test('is remembered and not told, so that its withdrawal is known for one', async () => {
    await before();
    expect(people.told).toEqual([]);
    await people.does(() => people.sandbox.updateSubscriber(1, { lastName: 'Doe' }));
    expect(people.told).toEqual([]);
    await people.does(() => people.sandbox.unsubscribe(email));
    await people.does(() => people.sandbox.subscribe({ email }));
    expect(consents()).toEqual([`Unsubscribed ${email}`, `Subscribed ${email}`]);
  });

  test('is told as history when the settings say so: nobody is asked to confirm it', async () => {
    await before({ pastConsent: 'import' });
    expect(people.told).toMatchObject([
      {
        event: 'User Subscribed',
        timestamp: '2026-07-15T12:00:00.000Z',
        context: { backfill: true, traits: { email } },
        properties: { consented_at: '2026-07-15T12:00:00.000Z' },
        integrations: { Klaviyo: { confirmOptin: false } },
      },
    ]);
  });

  test('is still no fresh one when the subscriber is changed, and first seen, after the start', async () => {
    people = await openPeople();
    people.sandbox.holdWebhooks();
    people.sandbox.subscribe({ email, consents: agreed });
    await people.clock.advance(86_400_000);
    await people.start();
    await people.clock.advance(1_000);
    people.sandbox.updateSubscriber(1, { lastName: 'Doe' });
    await people.sandbox.releaseWebhooks();
    await people.settle();
    expect(people.told).toEqual([]);
  });
});
