import { createPipeline, type Event, type Lane, memoryStore } from '@millrace/core';
import { type KlaviyoProfile, klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { klaviyo } from './klaviyo.ts';
import { consent } from './map/examples/consent.ts';
import type { KlaviyoSettings } from './settings.ts';

const now = Date.parse('2026-07-20T10:00:00.000Z');
const ana = { email: 'ana@kelpwood.co', phone_number: '+15005550006' };

let sandbox: KlaviyoSandbox;
/** The ids of lists, by the names that the examples have for them. */
let lists: Readonly<Record<string, string>>;

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false, now: () => now });
});
beforeEach(async () => {
  sandbox.recover();
  sandbox.reset();
  lists = {
    NEWS: await addList('NEWS', 'double_opt_in'),
    VIPS: await addList('VIPS', 'single_opt_in'),
    TEXTS: await addList('TEXTS', 'single_opt_in'),
  };
});
afterAll(() => sandbox.close());

async function ask(method: string, path: string, data: object): Promise<string> {
  const response = await fetch(sandbox.url + path, {
    method,
    headers: {
      authorization: `Klaviyo-API-Key ${sandbox.apiKey}`,
      revision: '2026-07-15',
      'content-type': 'application/vnd.api+json',
    },
    body: JSON.stringify({ data }),
  });
  return ((await response.json()) as { data: { id: string } }).data.id;
}
const addList = (name: string, process: string): Promise<string> =>
  ask('POST', '/api/lists', { type: 'list', attributes: { name, opt_in_process: process } });
const addProfile = (attributes: object): Promise<string> =>
  ask('POST', '/api/profile-import', { type: 'profile', attributes });

/** With the ids that the lists have here. */
function withLists<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value).replaceAll(/"(NEWS|VIPS|TEXTS)"/g, (_, name: string) =>
      JSON.stringify(lists[name]),
    ),
  ) as T;
}

/** Sends events through a pipeline to the sandbox, and tells what became of them. */
async function send(events: readonly Event[], settings: Partial<KlaviyoSettings> = {}) {
  const { apiKey, url: endpoint } = sandbox;
  const destination = klaviyo({ apiKey, endpoint, checkAtStart: false, ...settings });
  const pipeline = await createPipeline({
    store: memoryStore(),
    destinations: [{ ...destination, lanes: withoutPace(destination.lanes) }],
  });
  for (const { receivedAt: _now, ...draft } of events) {
    await pipeline[draft.type === 'identify' ? 'identify' : 'track'](draft as never);
  }
  await pipeline.start();
  await pipeline.flush();
  const letters = await pipeline.deadLetters();
  return { report: await pipeline.close(), reasons: letters.map(({ reason }) => reason) };
}

/** The limits of an account would make this slow. */
const withoutPace = (lanes: Readonly<Record<string, Lane>>) =>
  Object.fromEntries(Object.entries(lanes).map(([name, lane]) => [name, { ...lane, limits: [] }]));

let sent = 0;
const track = (event: string, properties: object = {}, fields: object = {}): Event =>
  ({
    type: 'track',
    messageId: `m-${(sent += 1)}`,
    userId: '991',
    event,
    timestamp: '2026-07-15T10:00:00.000Z',
    context: { traits: { email: ana.email, phone: ana.phone_number } },
    integrations: {},
    properties,
    ...fields,
  }) as Event;
const consents = () => sandbox.profiles.map(({ email, consent: given }) => [email, given]);
const first = (): KlaviyoProfile | undefined => sandbox.profiles[0];
const paths = () => sandbox.requests.map(({ method, path }) => `${method} ${path}`).slice(3);

describe('the example', () => {
  it.each(consent.filter(({ out }) => 'operations' in out))(
    '$title',
    async ({ in: event, profile, settings }) => {
      await addProfile({ ...ana, external_id: '991' });
      const destination = klaviyo({
        apiKey: sandbox.apiKey,
        endpoint: sandbox.url,
        ...withLists(settings ?? {}),
      });
      const mapping = destination.map(withLists(event), profile);
      if (!('operations' in mapping)) throw new TypeError('an example that is delivered');
      for (const operation of mapping.operations) {
        const context = {
          clock: { now: () => now, after: () => ({ cancel: () => undefined }) },
          logger: { debug() {}, info() {}, warn() {}, error() {} },
          signal: new AbortController().signal,
          quota: () => undefined,
        };
        const batch = { lane: operation.lane, operations: [operation] };
        expect(await destination.deliver(batch, context)).toEqual([{ status: 'delivered' }]);
      }
      expect(sandbox.requests.every(({ status }) => status < 300)).toBe(true);
    },
  );
});

describe('subscribing', () => {
  it('asks to confirm where the list does, and nowhere else', async () => {
    await send([track('User Subscribed')], { listId: lists['NEWS'] ?? '' });
    expect(first()).toMatchObject({ lists: [], consent: { 'email.marketing': 'PENDING' } });
    await send([track('User Subscribed', { list_id: lists['VIPS'] })]);
    expect(first()).toMatchObject({
      lists: [lists['VIPS']],
      consent: { 'email.marketing': 'SUBSCRIBED' },
    });
  });

  it('asks nobody who has given explicit permission', async () => {
    await send([track('User Subscribed', { list_id: lists['NEWS'] })], { confirmOptin: false });
    expect(first()).toMatchObject({
      lists: [lists['NEWS']],
      consent: { 'email.marketing': 'SUBSCRIBED' },
    });
  });

  it('to text messages is never implied by a phone number', async () => {
    await send([track('User Subscribed')]);
    expect(consents()).toEqual([[ana.email, { 'email.marketing': 'SUBSCRIBED' }]]);
    await send([track('User Subscribed', { channels: ['sms', 'sms_transactional'] })]);
    expect(first()?.consent).toEqual({
      'email.marketing': 'SUBSCRIBED',
      'sms.marketing': 'SUBSCRIBED',
      'sms.transactional': 'SUBSCRIBED',
    });
  });

  it('is never implied by identify, or by an order', async () => {
    const {
      event: _event,
      properties: _none,
      ...rest
    } = track('') as never as Record<string, unknown>;
    const identify = { ...rest, type: 'identify', traits: { email: ana.email } } as Event;
    await send([identify, track('Order Completed', { order_id: '1' })], { listId: lists['VIPS'] });
    expect(sandbox.profiles).toMatchObject([{ lists: [], consent: {} }]);
  });

  it('is asked for by the list of an identify, or of an order', async () => {
    const joining = { integrations: { All: false, Klaviyo: { listId: lists['VIPS'] } } };
    const order = track('Order Completed', { order_id: '1' }, joining);
    const { report } = await send([order]);
    expect(report).toMatchObject({ delivered: 1 });
    expect(sandbox.events.map(({ metric }) => metric)).toEqual(['Placed Order']);
    expect(first()).toMatchObject({ lists: [lists['VIPS']] });
    const away = { integrations: { Klaviyo: false } };
    await send([
      track('User Subscribed', {}, { ...away, context: { traits: { email: 'bo@kelpwood.co' } } }),
    ]);
    expect(sandbox.profiles).toHaveLength(1);
  });

  it('of many, to two lists, is two requests', async () => {
    const events = Array.from({ length: 40 }, (_, i) =>
      track(
        'User Subscribed',
        { list_id: lists[i % 2 ? 'VIPS' : 'TEXTS'] },
        { userId: `${i}`, context: { traits: { email: `u${i}@kelpwood.co` } } },
      ),
    );
    const { report } = await send(events);
    expect(report).toMatchObject({ delivered: 40 });
    expect(paths().length).toBeLessThanOrEqual(4);
    expect(sandbox.profiles.filter((one) => one.lists.includes(lists['VIPS'] ?? ''))).toHaveLength(
      20,
    );
  });

  it('lets nobody pay for another’s mistake', async () => {
    const events = ['a', 'b', 'c'].map((name) =>
      track(
        'User Subscribed',
        {},
        { userId: name, context: { traits: { email: `${name}@kelpwood.co` } } },
      ),
    );
    const wrong = track('User Subscribed', { list_id: 'GONE' });
    const { report, reasons } = await send([...events, wrong]);
    expect(report).toMatchObject({ delivered: 3, dead: 1 });
    expect(reasons).toEqual([
      'Klaviyo refused it, 400: A list with id GONE does not exist. (/data/relationships/list/data/id)',
    ]);
  });

  it.each([
    ['a channel that there is not', { channels: ['fax'] }, {}, /channels are not understood/],
    [
      'a time that is none',
      { consented_at: 'lately' },
      { confirmOptin: false },
      /write it as ISO 8601/,
    ],
  ])('with %s is a dead letter', async (_, properties, settings, reason) => {
    const { reasons } = await send([track('User Subscribed', properties)], settings);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
    expect(sandbox.profiles).toEqual([]);
  });
});

describe('unsubscribing', () => {
  beforeEach(async () => {
    await send([track('User Subscribed', { channels: ['email', 'sms'], list_id: lists['VIPS'] })]);
  });

  it('withdraws everything, or what it names', async () => {
    await send([track('Unsubscribed')]);
    expect(first()?.consent).toEqual({
      'email.marketing': 'UNSUBSCRIBED',
      'sms.marketing': 'SUBSCRIBED',
    });
    await send([track('User Unsubscribed')]);
    expect(first()?.consent).toMatchObject({ 'sms.marketing': 'UNSUBSCRIBED' });
  });

  it('from a list leaves the rest as it is, however often it is said', async () => {
    const leaving = { list_id: lists['VIPS'] };
    await send([track('User Unsubscribed', leaving), track('User Unsubscribed', leaving)]);
    expect(first()).toMatchObject({
      lists: [],
      consent: { 'email.marketing': 'SUBSCRIBED', 'sms.marketing': 'SUBSCRIBED' },
    });
  });

  it('from a list with an id that can be none does not withdraw everything', async () => {
    const { reasons } = await send([track('User Unsubscribed', { list_id: 'a/../b' })]);
    expect(reasons).toEqual(['it has no list_id, the id of a list in Klaviyo']);
    expect(first()?.consent).toMatchObject({ 'email.marketing': 'SUBSCRIBED' });
  });

  it('keeps the order of what somebody says', async () => {
    await send([track('User Unsubscribed'), track('User Subscribed')]);
    expect(first()?.consent).toMatchObject({ 'email.marketing': 'SUBSCRIBED' });
    await send([track('User Subscribed'), track('User Unsubscribed')]);
    expect(first()?.consent).toMatchObject({ 'email.marketing': 'UNSUBSCRIBED' });
  });
});

describe('a suppression', () => {
  it('is set and lifted', async () => {
    await send([track('User Suppressed')]);
    expect(first()).toMatchObject({ email: ana.email, suppressed: true });
    await send([track('User Unsuppressed')]);
    expect(first()).toMatchObject({ suppressed: false, consent: {} });
  });

  it('of many keeps to a hundred in a request', async () => {
    const events = Array.from({ length: 130 }, (_, i) =>
      track(
        'User Suppressed',
        {},
        { userId: `${i}`, context: { traits: { email: `u${i}@kelpwood.co` } } },
      ),
    );
    expect((await send(events)).report).toMatchObject({ delivered: 130, dead: 0 });
    expect(sandbox.profiles.every(({ suppressed }) => suppressed)).toBe(true);
  });

  it('leaves out what Klaviyo points at, and looks for what it does not', async () => {
    const refusing =
      (pointer?: string): typeof fetch =>
      async (input, init) => {
        const body = init?.body as string;
        if (!body.includes('bad@')) return fetch(input, init);
        const emails = [...body.matchAll(/"email":"(\w+)@/g)].map(([, name]) => name);
        const at = pointer?.replace('N', String(emails.indexOf('bad')));
        const errors = [{ detail: 'No.', ...(at !== undefined && { source: { pointer: at } }) }];
        return new Response(JSON.stringify({ errors }), { status: 400 });
      };
    const events = ['a', 'b', 'bad', 'c'].map((name) =>
      track(
        'User Suppressed',
        {},
        { userId: name, context: { traits: { email: `${name}@kelpwood.co` } } },
      ),
    );
    const pointer = '/data/attributes/profiles/data/N/attributes/email';
    for (const fetching of [refusing(pointer), refusing()]) {
      sandbox.reset();
      const { report, reasons } = await send(
        events.map((event) => Object.assign({}, event, { messageId: `again-${(sent += 1)}` })),
        { fetch: fetching },
      );
      expect(report).toMatchObject({ delivered: 3, dead: 1 });
      expect(reasons).toEqual([expect.stringContaining('Klaviyo refused it, 400: No.')]);
      expect(sandbox.profiles).toHaveLength(3);
    }
  });
});

describe('a list', () => {
  it('takes whoever is there, and makes whoever is not', async () => {
    await addProfile({ email: 'Ana@Kelpwood.co' });
    const joining = { list_id: lists['VIPS'] };
    const bo = { userId: '7', context: { traits: { email: 'Bo+1@kelpwood.co' } } };
    await send([track('List Joined', joining), track('List Joined', joining, bo)]);
    expect(sandbox.profiles).toMatchObject([
      { email: 'Ana@Kelpwood.co', lists: [lists['VIPS']], consent: {} },
      { email: 'bo+1@kelpwood.co', lists: [lists['VIPS']] },
    ]);
    // Of Ana, and of Bo, whom it had to make.
    expect(paths().filter((path) => path.endsWith('import'))).toHaveLength(2);
    await send([
      track('List Left', joining, bo),
      track('List Left', joining, { userId: 'nobody', context: {} }),
    ]);
    expect(sandbox.profiles.map((one) => one.lists)).toEqual([[lists['VIPS']], []]);
    expect(sandbox.profiles).toHaveLength(2);
  });

  it('that is not there stops its own events only', async () => {
    const { report, reasons } = await send([
      track('List Joined', { list_id: 'GONE' }),
      track('List Joined', { list_id: lists['VIPS'] }),
      track('List Joined', {}),
    ]);
    expect(report).toMatchObject({ delivered: 1, dead: 2 });
    expect(new Set(reasons)).toEqual(
      new Set([
        'Klaviyo refused it, 404: A list with id GONE does not exist. (/data/)',
        'it has no list_id, the id of a list in Klaviyo',
      ]),
    );
  });

  it('is not changed while Klaviyo cannot be asked who is who', async () => {
    sandbox.fail({ kind: 'status', status: 503, match: { method: 'GET' } } as never);
    const { report } = await send([track('List Joined', { list_id: lists['VIPS'] })]);
    expect(report).toMatchObject({ dead: 0 });
  });
});

describe('an erasure', () => {
  it('takes the profile and its events, by email or by user id', async () => {
    await send([track('Seen'), track('User Erased')]);
    expect([sandbox.profiles, sandbox.events]).toEqual([[], []]);
    await addProfile({ external_id: '991' });
    await send([track('User Erased', {}, { context: {} })]);
    expect(sandbox.profiles).toEqual([]);
    const again = await send([track('User Erased', {}, { context: {} })]);
    expect(again.report).toMatchObject({ delivered: 1, dead: 0 });
  });
});
