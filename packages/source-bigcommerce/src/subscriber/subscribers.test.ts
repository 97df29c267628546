import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPeople, type People } from '../../test/people.ts';

let people: People;
beforeEach(async () => {
  people = await openPeople();
  await people.start();
  await people.clock.advance(86_400_000);
});
afterEach(() => people.close());

const email = 'jane@example.org';

/** Who was told to be subscribed or not, oldest first. */
const consents = (): string[] =>
  people.told.flatMap((draft) =>
    draft.type === 'track'
      ? [`${draft.event.replace('User ', '')} ${draft.context?.traits?.email ?? draft.userId}`]
      : [],
  );

describe('a newsletter subscriber', () => {
  test('is told of when they agree, with the time at which they did', async () => {
    await people.does(() => people.sandbox.subscribe({ email, firstName: 'Jane' }));
    expect(people.told).toMatchObject([
      { type: 'identify', traits: { email, firstName: 'Jane' } },
      {
        event: 'User Subscribed',
        context: { traits: { email } },
        properties: {
          channels: ['email'],
          source: 'BigCommerce newsletter',
          consented_at: '2026-07-16T12:00:01.000Z',
        },
      },
    ]);
    expect(people.told[1]).not.toHaveProperty('integrations');
  });

  test('is told of once for each change, however often and in whatever order webhooks come', async () => {
    const { sandbox } = people;
    await people.weather(
      () => {
        sandbox.subscribe({ email });
        sandbox.unsubscribe(email);
        sandbox.subscribe({ email });
      },
      (pending) => [...pending.toReversed(), ...pending],
    );
    expect(consents()).toEqual([`Subscribed ${email}`]);
    await people.does(() => sandbox.unsubscribe(email));
    await people.does(() => sandbox.subscribe({ email }));
    await people.does(() => sandbox.updateSubscriber(1, { lastName: 'Doe' }));
    expect(consents()).toEqual(
      ['Subscribed', 'Unsubscribed', 'Subscribed'].map((x) => `${x} ${email}`),
    );
  });

  test('is told of as the customer who has the email, and as them first', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer({ email: 'Jane@Example.org' }));
    await people.does(() => sandbox.subscribe({ email }));
    expect(people.told.slice(1)).toMatchObject([
      { type: 'identify', userId: '1', traits: { email } },
      { event: 'User Subscribed', userId: '1' },
    ]);
  });

  test('who withdraws later than a webhook was lost is told of by the next one', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.subscribe({ email }));
    await people.weather(
      () => sandbox.unsubscribe(email),
      () => [],
    );
    expect(consents()).toEqual([`Subscribed ${email}`]);
    await people.does(() => sandbox.updateSubscriber(1, {}));
    expect(consents().at(-1)).toBe(`Unsubscribed ${email}`);
  });

  test('who is deleted is unsubscribed, once, and their email is kept no longer', async () => {
    const { sandbox, context } = people;
    await people.does(() => sandbox.subscribe({ email }));
    await people.weather(
      () => sandbox.deleteSubscriber(1),
      (pending) => [...pending, ...pending],
    );
    await people.pass(1);
    expect(consents()).toEqual([`Subscribed ${email}`, `Unsubscribed ${email}`]);
    const kept = await context.recallAll('', 100);
    expect(JSON.stringify(kept)).not.toContain(email);
  });

  test('who was deleted and agreed anew stays subscribed, whatever comes first', async () => {
    for (const reversed of [false, true]) {
      const again = `again-${reversed}@example.org`;
      const { sandbox } = people;
      await people.does(() => sandbox.subscribe({ email: again }));
      const { id = 0 } = sandbox.subscribers.at(-1) ?? {};
      await people.weather(
        () => {
          sandbox.deleteSubscriber(id);
          sandbox.subscribe({ email: again });
        },
        (pending) => (reversed ? pending.toReversed() : pending),
      );
      await people.pass(1);
      expect(consents().findLast((one) => one.endsWith(again))).toBe(`Subscribed ${again}`);
    }
  });

  test('who has another email now is subscribed under that one only', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.subscribe({ email }));
    await people.does(() => sandbox.updateSubscriber(1, { email: 'jane@new.example.org' }));
    expect(consents().slice(1)).toEqual([
      `Unsubscribed ${email}`,
      'Subscribed jane@new.example.org',
    ]);
  });

  test('who is a customer with a new email takes the consent along', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer({ email }));
    await people.does(() => sandbox.subscribe({ email }));
    await people.does(() => {
      sandbox.updateCustomer(1, { email: 'jane@new.example.org' });
      sandbox.updateSubscriber(1, { email: 'jane@new.example.org' });
    });
    expect(consents()).toEqual([`Subscribed ${email}`, 'Subscribed jane@new.example.org']);
  });

  test('who withdraws under the email they had is unsubscribed under the one they have', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer({ email }));
    await people.does(() => sandbox.subscribe({ email }));
    await people.does(() => sandbox.updateCustomer(1, { email: 'jane@new.example.org' }));
    await people.does(() => sandbox.unsubscribe(email));
    expect(consents().slice(1)).toEqual([
      `Unsubscribed ${email}`,
      'Unsubscribed jane@new.example.org',
    ]);
  });

  test('who withdraws under the email they had keeps what they agreed to under the new one', async () => {
    const { sandbox } = people;
    const [before, now] = [email, 'jane@new.example.org'];
    await people.does(() => sandbox.addCustomer({ email: before }));
    await people.does(() => sandbox.subscribe({ email: before }));
    await people.does(() => sandbox.updateCustomer(1, { email: now }));
    await people.does(() => sandbox.subscribe({ email: now }));
    await people.does(() => sandbox.unsubscribe(before));
    expect(consents().slice(1)).toEqual([`Subscribed ${now}`, `Unsubscribed ${before}`]);
  });

  test('whose email is only spelt otherwise is nobody else', async () => {
    await people.does(() => people.sandbox.subscribe({ email }));
    await people.does(() => people.sandbox.updateSubscriber(1, { email: 'JANE@example.org' }));
    expect(consents()).toEqual([`Subscribed ${email}`]);
  });

  test('is told of once by two processes, one after the other', async () => {
    await people.does(() => people.sandbox.subscribe({ email }));
    await people.restart();
    await people.does(() => people.sandbox.updateSubscriber(1, {}));
    expect(consents()).toEqual([`Subscribed ${email}`]);
  });
});

describe('nobody is subscribed in doubt', () => {
  test('who wants to be reminded of carts has not asked for marketing', async () => {
    await people.does(() => people.sandbox.subscribe({ email, consents: ['abandoned_cart'] }));
    expect(consents()).toEqual([]);
  });

  test('who did not tick the newsletter at a checkout withdraws nothing', async () => {
    await people.does(() => people.sandbox.subscribe({ email, consents: [], source: 'order' }));
    expect(consents()).toEqual([]);
  });

  test('who is first seen without consent, and was changed before, withdrew it', async () => {
    const { sandbox, clock } = people;
    sandbox.holdWebhooks();
    sandbox.subscribe({ email });
    await clock.advance(60_000);
    sandbox.unsubscribe(email);
    await sandbox.releaseWebhooks();
    await people.settle();
    expect(consents()).toEqual([`Unsubscribed ${email}`]);
  });

  test('nothing is told when the settings say so', async () => {
    await people.close();
    people = await openPeople({ subscribers: 'off' });
    await people.start();
    await people.does(() => people.sandbox.subscribe({ email }));
    expect(people.told).toEqual([]);
    expect(await people.source.waiting()).toEqual([]);
  });
});
