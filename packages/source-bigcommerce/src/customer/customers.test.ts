import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openPeople, type People } from '../../test/people.ts';
import { orderedKey } from '../memory/keys.ts';

let people: People;
beforeEach(async () => {
  people = await openPeople();
  await people.start();
  await people.clock.advance(86_400_000);
});
afterEach(() => people.close());

const jane = { email: 'jane@example.org', firstName: 'Jane', lastName: 'Doe' };
const traits = () => people.told.map((draft) => ('traits' in draft ? draft.traits : draft));

describe('a customer', () => {
  test('is told of with what the store knows, and no more than that', async () => {
    const { sandbox } = people;
    await people.does(() => {
      const { id } = sandbox.addCustomer({
        ...jane,
        phone: '+15005550006',
        company: 'Acme',
        notes: 'never pays in time',
        storeCredit: '12.50',
        formFields: [{ name: 'Password hint', value: 'mother' }],
      });
      sandbox.setGroup(id, 'VIP');
      sandbox.setAttribute(id, 'Shoe size', '42');
      sandbox.setAddress(id, { city: 'Austin', country: 'United States', address1: '1 Elm' });
    });
    expect(people.told.at(-1)).toMatchObject({ type: 'identify', userId: '1' });
    expect(traits().at(-1)).toEqual({
      email: 'jane@example.org',
      firstName: 'Jane',
      lastName: 'Doe',
      phone: '+15005550006',
      company: { name: 'Acme' },
      createdAt: '2026-07-16T12:00:01.000Z',
      'Customer Group': 'VIP',
      'Store Credit': 12.5,
      'Shoe size': '42',
    });
    const all = JSON.stringify(people.context.commits);
    for (const secret of ['never pays', 'mother', 'Elm']) expect(all).not.toContain(secret);
  });

  test('is told of once, however often its webhooks come', async () => {
    const { sandbox } = people;
    await people.weather(
      () => {
        const { id } = sandbox.addCustomer(jane);
        sandbox.setAddress(id, { city: 'Austin' });
        sandbox.updateCustomer(id, { notes: 'called' });
      },
      (pending) => [...pending.toReversed(), ...pending],
    );
    expect(people.told).toHaveLength(1);
    expect(people.source.counts()).toMatchObject({ told: 1 });
  });

  test('says where it lives once there is an order', async () => {
    const { sandbox, context } = people;
    await people.does(() => {
      const { id } = sandbox.addCustomer(jane);
      sandbox.setAddress(id, {
        city: 'Austin',
        state_or_province: 'Texas',
        postal_code: '73301',
        country: 'United States',
      });
    });
    expect(traits().at(-1)).not.toHaveProperty('address');
    await context.commit([], [{ key: orderedKey('1'), value: true }]);
    await people.does(() => sandbox.updateCustomer(1, {}));
    expect(traits().at(-1)).toMatchObject({
      address: { city: 'Austin', state: 'Texas', postalCode: '73301', country: 'United States' },
    });
  });

  test('that goes back to what it was is told of each time', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer(jane));
    for (const lastName of ['Roe', 'Doe', 'Roe']) {
      await people.does(() => sandbox.updateCustomer(1, { lastName }));
    }
    expect(traits().map((each) => (each as typeof jane).lastName)).toEqual([
      'Doe',
      'Roe',
      'Doe',
      'Roe',
    ]);
    expect(new Set(people.told.map(({ messageId }) => messageId)).size).toBe(4);
  });

  test('loses its group, its credit and its attributes, but never its phone number', async () => {
    const { sandbox } = people;
    await people.does(() => {
      sandbox.addCustomer({ ...jane, phone: '+15005550006', company: 'Acme', storeCredit: '5' });
      sandbox.setGroup(1, 'VIP');
      sandbox.setAttribute(1, 'Shoe size', '42');
    });
    await people.does(() => {
      sandbox.setGroup(1, undefined);
      sandbox.setAttribute(1, 'Shoe size', undefined);
      sandbox.updateCustomer(1, { phone: '', company: '', storeCredit: '0' });
    });
    expect(traits().at(-1)).toMatchObject({
      'Customer Group': null,
      'Store Credit': 0,
      'Shoe size': null,
      company: null,
    });
    expect(traits().at(-1)).not.toHaveProperty('phone');
  });

  test('keeps its id when its email changes', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer(jane));
    await people.does(() => sandbox.updateCustomer(1, { email: 'jane@new.example.org' }));
    expect(people.told).toMatchObject([
      { userId: '1', traits: { email: 'jane@example.org' } },
      { userId: '1', traits: { email: 'jane@new.example.org' } },
    ]);
  });

  test('that was deleted is forgotten, and nothing is told of it', async () => {
    const { sandbox, context } = people;
    await people.does(() => sandbox.addCustomer(jane));
    await context.commit([], [{ key: orderedKey('1'), value: true }]);
    await people.does(() => sandbox.deleteCustomer(1));
    await people.pass(1);
    expect(people.told).toHaveLength(1);
    for (const prefix of ['customer:', 'ordered:', 'inbox:', 'skipped:']) {
      expect(await context.recallAll(prefix, 1)).toEqual([]);
    }
  });

  test('that never was is let go after a minute, and nothing is kept of it', async () => {
    const { sandbox, source, clock } = people;
    await people.does(() => sandbox.emit('store/customer/created', { type: 'customer', id: 77 }));
    expect(await source.waiting()).toMatchObject([{ kind: 'customer', id: '77' }]);
    for (const ms of [15_000, 45_000]) {
      await clock.advance(ms);
      await people.settle();
    }
    expect(await source.waiting()).toEqual([]);
    expect(await source.skipped()).toEqual([]);
  });

  test('is not told of again by a new process', async () => {
    const { sandbox } = people;
    await people.does(() => sandbox.addCustomer(jane));
    await people.restart();
    await people.does(() => sandbox.updateCustomer(1, { notes: 'called' }));
    expect(people.told).toHaveLength(1);
  });
});

describe('attributes', () => {
  test('that are called as something else is do not take its place', async () => {
    const { sandbox } = people;
    await people.does(() => {
      sandbox.addCustomer(jane);
      sandbox.setAttribute(1, 'Email', 'boss@example.org');
      sandbox.setAttribute(1, '$consent', 'sms');
      sandbox.setAttribute(1, 'Store Credit', 'good');
    });
    expect(traits().at(-1)).toMatchObject({
      email: 'jane@example.org',
      'attribute Email': 'boss@example.org',
      'attribute $consent': 'sms',
      'attribute Store Credit': 'good',
    });
    expect(traits().at(-1)).not.toHaveProperty('Email');
    expect(traits().at(-1)).not.toHaveProperty('$consent');
    expect(traits().at(-1)).not.toHaveProperty('Store Credit');
  });

  test('are all told of, though an answer includes ten', async () => {
    await people.does(() => {
      people.sandbox.addCustomer(jane);
      for (let count = 10; count < 25; count += 1) {
        people.sandbox.setAttribute(1, `A${count}`, 'yes');
      }
    });
    expect(Object.keys(traits().at(-1) ?? {}).filter((name) => /^A\d/.test(name))).toHaveLength(15);
  });

  test('are told of as the settings list them', async () => {
    await people.close();
    people = await openPeople({ customerAttributes: ['Shoe size'] });
    await people.start();
    await people.does(() => {
      people.sandbox.addCustomer(jane);
      people.sandbox.setAttribute(1, 'Shoe size', '42');
      people.sandbox.setAttribute(1, 'Credit rating', 'bad');
    });
    expect(traits().at(-1)).toMatchObject({ 'Shoe size': '42' });
    expect(traits().at(-1)).not.toHaveProperty('Credit rating');
  });
});

test('somebody of before the source first started is history, and is live once they change', async () => {
  await people.close();
  people = await openPeople();
  const { sandbox } = people;
  sandbox.addCustomer(jane);
  await people.settle();
  await people.clock.advance(86_400_000);
  await people.start();
  await people.settle();
  expect(people.told).toMatchObject([
    { timestamp: '2026-07-15T12:00:00.000Z', context: { backfill: true } },
  ]);
  // An attribute that is set through the API leaves the date of the customer as it was.
  sandbox.setAttribute(1, 'Shoe size', '42', { by: 'api' });
  await people.does(() => sandbox.emit('store/customer/updated', { type: 'customer', id: 1 }));
  expect(people.told.at(-1)).toMatchObject({ traits: { 'Shoe size': '42' } });
  expect(people.told.at(-1)).not.toHaveProperty('context');
  expect(people.told.at(-1)).not.toHaveProperty('timestamp');
});

test('many who wait are read together, and their groups once', async () => {
  const { sandbox } = people;
  await people.does(() => {
    for (let count = 0; count < 40; count += 1) {
      const { id } = sandbox.addCustomer({ email: `${count}@example.org` });
      sandbox.setGroup(id, 'VIP');
    }
  });
  expect(new Set(people.told.map(({ userId }) => userId)).size).toBe(40);
  // Each has two webhooks or three.
  expect(people.requests(/\/v3\/customers$/)).toBeLessThan(40);
  expect(people.requests(/\/v2\/customer_groups$/)).toBe(1);
});

test('nobody is told of when the settings say so', async () => {
  await people.close();
  people = await openPeople({ customers: false });
  await people.start();
  await people.does(() => people.sandbox.addCustomer(jane));
  expect(people.told).toEqual([]);
  expect(await people.source.waiting()).toEqual([]);
});
