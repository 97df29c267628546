import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { profile, subscriptionJob } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;
let single: string;
let double: string;

const addList = async (attributes: Fields) => {
  const { json } = await send('POST', '/api/lists', { data: { type: 'list', attributes } });
  return String(json['data']?.['id']);
};

beforeEach(async () => {
  sandbox = await klaviyoSandbox({
    now: () => Date.parse('2026-07-20T10:00:00Z'),
    rateLimits: false,
  });
  send = client(sandbox);
  single = await addList({ name: 'Single', opt_in_process: 'single_opt_in' });
  double = await addList({ name: 'Double' });
});
afterEach(() => sandbox.close());

type Fields = Readonly<Record<string, unknown>>;
const subscribe = (profiles: readonly Fields[], fields?: Fields) => {
  const body = subscriptionJob('create', profiles, fields);
  return send('POST', '/api/profile-subscription-bulk-create-jobs', body);
};
const unsubscribe = (profiles: readonly Fields[], fields?: Fields) => {
  const body = subscriptionJob('delete', profiles, fields);
  return send('POST', '/api/profile-subscription-bulk-delete-jobs', body);
};
const yes = { marketing: { consent: 'SUBSCRIBED' } };
const no = { marketing: { consent: 'UNSUBSCRIBED' } };
const ana = { email: 'ana@shop.co' };
const at = (rest: string) => ({
  status: 400,
  at: [`/data/attributes/profiles/data/0/attributes/${rest}`],
});

describe('lists', () => {
  it('can be made and seen', async () => {
    const { json } = await send('GET', '/api/lists');
    expect(json['data']).toMatchObject([
      { id: single, attributes: { name: 'Single', opt_in_process: 'single_opt_in' } },
      { id: double, attributes: { name: 'Double', opt_in_process: 'double_opt_in' } },
    ]);
    const one = await send('GET', `/api/lists/${double}`);
    expect(one.json['data']?.['id']).toBe(double);
    expect((await send('GET', '/api/lists/x')).status).toBe(404);
    expect((await send('GET', '/api/lists?page[size]=11')).refused.at).toEqual(['page[size]']);
  });

  it('take profiles by id, and let them go', async () => {
    await send('POST', '/api/profiles', profile(ana));
    const data = [{ type: 'profile', id: sandbox.profiles[0]?.id }];
    const path = `/api/lists/${single}/relationships/profiles`;
    const added = await send('POST', path, { data });
    await send('POST', path, { data });
    expect([added.status, added.text]).toEqual([204, '']);
    expect(sandbox.profiles).toMatchObject([{ lists: [single], consent: {} }]);
    expect((await send('DELETE', path, { data })).status).toBe(204);
    expect(sandbox.profiles[0]?.lists).toEqual([]);
  });

  it('refuse unknown ids, and a thousand and one', async () => {
    const path = `/api/lists/${single}/relationships/profiles`;
    const ids = (count: number) => ({
      data: Array.from({ length: count }, (_, index) => ({ type: 'profile', id: `x${index}` })),
    });
    const unknown = await send('POST', path, ids(2));
    expect(unknown.json['errors']?.[0]).toMatchObject({
      detail: 'Invalid profile IDs: x0, x1',
      source: { pointer: '/data/' },
    });
    expect((await send('POST', path, ids(1001))).refused).toEqual({ status: 400, at: ['/data'] });
    expect((await send('POST', '/api/lists/x/relationships/profiles', ids(0))).status).toBe(404);
  });
});

describe('subscribing', () => {
  it('is answered 202 without a body, and recorded', async () => {
    const phone_number = '+15005550006';
    const sms = { ...yes, transactional: { consent: 'SUBSCRIBED' } };
    const one = { ...ana, phone_number, subscriptions: { email: yes, sms } };
    const { status, text } = await subscribe([one], { listId: single, custom_source: 'Footer' });
    expect([status, text]).toEqual([202, '']);
    expect(sandbox.profiles).toMatchObject([
      {
        email: 'ana@shop.co',
        phone_number,
        lists: [single],
        consent: {
          'email.marketing': 'SUBSCRIBED',
          'sms.marketing': 'SUBSCRIBED',
          'sms.transactional': 'SUBSCRIBED',
        },
      },
    ]);
  });

  it('waits for the click on a list with double opt-in', async () => {
    await subscribe([{ ...ana, subscriptions: { email: yes } }], { listId: double });
    expect(sandbox.profiles).toMatchObject([
      { lists: [], consent: { 'email.marketing': 'PENDING' } },
    ]);
    const marketing = { consent: 'SUBSCRIBED', consented_at: '2025-01-01T00:00:00Z' };
    const historical = { listId: double, historical_import: true };
    await subscribe([{ ...ana, subscriptions: { email: { marketing } } }], historical);
    expect(sandbox.profiles).toMatchObject([
      { lists: [double], consent: { 'email.marketing': 'SUBSCRIBED' } },
    ]);
  });

  it('needs the identifier of each channel', async () => {
    const { refused } = await subscribe([{ ...ana, subscriptions: { sms: yes } }]);
    expect(refused).toEqual(at('phone_number'));
    const phone = { phone_number: '+15005550006', subscriptions: { email: yes } };
    expect((await subscribe([phone])).refused).toEqual(at('email'));
    expect(sandbox.profiles).toEqual([]);
  });

  it('has a date for a historical import, in the past, and only there', async () => {
    const given = (consented_at?: string) => ({
      ...ana,
      subscriptions: { email: { marketing: { consent: 'SUBSCRIBED', consented_at } } },
    });
    const wrong = at('subscriptions/email/marketing/consented_at');
    const import_ = { historical_import: true };
    expect((await subscribe([given()], import_)).refused).toEqual(wrong);
    expect((await subscribe([given('2026-07-21T00:00:00Z')], import_)).refused).toEqual(wrong);
    expect((await subscribe([given('2026-07-19T00:00:00Z')])).refused).toEqual(wrong);
    expect((await subscribe([given('2026-07-19T00:00:00Z')], import_)).status).toBe(202);
  });

  it('refuses an unknown list, no consent, and too many profiles', async () => {
    const one = { ...ana, subscriptions: { email: yes } };
    const unknown = await subscribe([one], { listId: 'x' });
    expect(unknown.refused).toEqual({ status: 400, at: ['/data/relationships/list/data/id'] });
    expect((await subscribe([ana])).refused).toEqual(at('subscriptions'));
    const many = Array.from({ length: 1001 }, () => one);
    expect((await subscribe(many)).refused.at).toEqual(['/data/attributes/profiles/data']);
  });

  it('throws test addresses away', async () => {
    await subscribe([{ email: 'x@example.com', subscriptions: { email: yes } }]);
    expect(sandbox.profiles).toEqual([]);
    expect(sandbox.discarded).toMatchObject([{ reason: 'test_address', email: 'x@example.com' }]);
  });
});

describe('unsubscribing', () => {
  const subscribed = { ...ana, subscriptions: { email: yes } };
  const leaving = { ...ana, subscriptions: { email: no } };

  it('withdraws the consent', async () => {
    await subscribe([subscribed], { listId: single });
    expect((await unsubscribe([leaving])).status).toBe(202);
    expect(sandbox.profiles).toMatchObject([
      { lists: [single], consent: { 'email.marketing': 'UNSUBSCRIBED' } },
    ]);
  });

  it('of a list only leaves it, but unsubscribes from everything who is not on it', async () => {
    await subscribe([subscribed], { listId: single });
    await unsubscribe([leaving], { listId: single });
    expect(sandbox.profiles).toMatchObject([
      { lists: [], consent: { 'email.marketing': 'SUBSCRIBED' } },
    ]);
    await unsubscribe([leaving], { listId: single });
    expect(sandbox.profiles).toMatchObject([{ consent: { 'email.marketing': 'UNSUBSCRIBED' } }]);
  });

  it('does nothing for a stranger', async () => {
    await unsubscribe([leaving]);
    expect(sandbox.profiles).toEqual([]);
    expect(sandbox.discarded).toMatchObject([{ reason: 'unknown_profile', email: 'ana@shop.co' }]);
  });

  it('takes a hundred profiles and no more', async () => {
    const many = (count: number) => Array.from({ length: count }, () => leaving);
    expect((await unsubscribe(many(101))).refused.at).toEqual(['/data/attributes/profiles/data']);
    expect((await unsubscribe(many(100))).status).toBe(202);
  });
});
