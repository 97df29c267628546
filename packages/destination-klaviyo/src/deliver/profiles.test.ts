import { type DestinationUnavailable, silentLogger, systemClock } from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProfilePayload } from '../map/payload.ts';
import { trackEvent } from '@millrace/core/testing';
import { klaviyo } from '../klaviyo.ts';

let sandbox: KlaviyoSandbox;
beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
});
beforeEach(() => {
  sandbox.recover();
  sandbox.reset();
});
afterAll(() => sandbox.close());

const ana = { email: 'ana@kelpwood.co' };
const bo = { email: 'bo@kelpwood.co' };

function deliver(payloads: readonly ProfilePayload[], fetch = globalThis.fetch) {
  const { apiKey, url: endpoint } = sandbox;
  const operations = payloads.map((payload, index) => ({
    lane: 'profiles',
    key: `m-${index}`,
    payload,
  }));
  const context = {
    clock: systemClock,
    logger: silentLogger,
    signal: new AbortController().signal,
    quota: () => undefined,
  };
  return klaviyo({ apiKey, endpoint, fetch }).deliver({ lane: 'profiles', operations }, context);
}
const delivered = { status: 'delivered' };

describe('a batch', () => {
  it('tells Klaviyo of each profile once', async () => {
    const said = [
      { attributes: { ...ana, first_name: 'Anna' } },
      { attributes: bo },
      { attributes: { ...ana, first_name: 'Ana' } },
    ];
    expect(await deliver(said)).toEqual([delivered, delivered, delivered]);
    expect(sandbox.requests).toHaveLength(2);
    expect(sandbox.profiles).toHaveLength(2);
    expect(sandbox.profiles.find(({ email }) => email === ana.email)?.attributes).toEqual({
      first_name: 'Ana',
    });
  });

  it('loses nothing of a profile for one word too many', async () => {
    const wrong = { location: { latitude: {} as never } };
    const outcomes = await deliver([
      { attributes: { ...ana, first_name: 'Ana' } },
      { attributes: { ...ana, ...wrong } },
      { attributes: { ...ana, title: 'Dr' } },
    ]);
    expect(outcomes).toMatchObject([delivered, { status: 'rejected' }, delivered]);
    expect(sandbox.profiles).toMatchObject([{ attributes: { first_name: 'Ana', title: 'Dr' } }]);
  });

  it('says what was told before Klaviyo went away', async () => {
    const failing: typeof fetch = async (input, init) =>
      JSON.stringify(init?.body).includes('bo@')
        ? new Response('', { status: 503 })
        : fetch(input, init);
    const error = await deliver([{ attributes: ana }, { attributes: bo }], failing).then(
      () => undefined,
      (thrown: DestinationUnavailable) => thrown,
    );
    expect(error).toMatchObject({
      code: 'DESTINATION_UNAVAILABLE',
      outcomes: [delivered, undefined],
    });
  });
});

describe('what was told late', () => {
  const late = (attributes: ProfilePayload['attributes'], meta = {}) => [
    { attributes: { ...ana, ...attributes }, late: true, ...meta },
  ];

  it('fills in what Klaviyo does not know, and overwrites nothing', async () => {
    await deliver([
      {
        attributes: { ...ana, first_name: 'Ana', location: { city: 'Bonn' }, properties: { a: 1 } },
      },
    ]);
    await deliver(
      late(
        {
          first_name: 'Anna',
          last_name: 'Ruiz',
          location: { city: 'Ulm', zip: '1' },
          properties: { a: 0, b: 0 },
        },
        { meta: { patch_properties: { append: { c: 'x' }, unset: ['a'] } } },
      ),
    );
    expect(sandbox.profiles).toMatchObject([
      {
        attributes: { first_name: 'Ana', last_name: 'Ruiz' },
        location: { city: 'Bonn', zip: '1' },
        properties: { a: 1, b: 0, c: ['x'] },
      },
    ]);
  });

  it('is all taken of somebody new', async () => {
    await deliver(late({ first_name: 'Ana', phone_number: '+15005550006' }));
    expect(sandbox.profiles).toMatchObject([
      { ...ana, phone_number: '+15005550006', attributes: { first_name: 'Ana' } },
    ]);
  });

  it('clears nothing, and changes no phone number', async () => {
    await deliver([{ attributes: { ...ana, title: 'Dr', phone_number: '+15005550006' } }]);
    await deliver(late({ title: null, phone_number: '+15005550007' }));
    expect(sandbox.profiles).toMatchObject([
      { phone_number: '+15005550006', attributes: { title: 'Dr' } },
    ]);
  });

  it('waits when Klaviyo cannot be asked, or answers nonsense', async () => {
    for (const answer of [
      () => new Response('{"data":7}'),
      () => new Response('', { status: 503 }),
      () => new Response('{"errors":[]}', { status: 400 }),
    ]) {
      const asking: typeof fetch = async (input, init) =>
        init?.method === 'GET' ? answer() : fetch(input, init);
      await expect(deliver(late({ title: 'Dr' }), asking)).rejects.toMatchObject({
        code: 'DESTINATION_UNAVAILABLE',
      });
    }
    expect(sandbox.profiles).toEqual([]);
  });
});

describe('a patch of a track', () => {
  it('reaches the profile of a single event, and of one among others', async () => {
    const { apiKey, url: endpoint } = sandbox;
    const destination = klaviyo({ apiKey, endpoint });
    const context = {
      clock: systemClock,
      logger: silentLogger,
      signal: new AbortController().signal,
      quota: () => undefined,
    };
    const operationsOf = (email: string, sport: string, userId = '991') => {
      const event = {
        ...trackEvent(),
        userId,
        messageId: sport,
        properties: { email },
        integrations: { Klaviyo: { patch: { append: { sports: sport } } } },
      };
      const mapping = destination.map(event, { id: 1, identifiers: [] });
      return 'operations' in mapping ? mapping.operations : [];
    };
    const single = operationsOf(ana.email, 'golf');
    await destination.deliver({ lane: 'events', operations: single }, context);
    const several = [...operationsOf(ana.email, 'rowing'), ...operationsOf(bo.email, 'chess', '7')];
    await destination.deliver({ lane: 'events', operations: several }, context);
    expect(sandbox.requests.map(({ status }) => status)).toEqual([202, 202]);
    expect(sandbox.profiles).toMatchObject([
      { ...ana, properties: { sports: ['golf', 'rowing'] } },
      { ...bo, properties: { sports: ['chess'] } },
    ]);
  });

  it('and its names are left to the identify when it was told late', () => {
    const map = (timestamp: string) =>
      klaviyo({ apiKey: 'pk_1' }).map(
        {
          ...trackEvent(),
          timestamp,
          receivedAt: '2026-07-15T10:00:00.000Z',
          context: { traits: { email: ana.email, firstName: 'Ana' } },
        },
        { id: 1, identifiers: [] },
      );
    const named = { operations: [{ payload: { profile: { first_name: 'Ana' } } }] };
    expect(map('2026-07-15T09:59:00.000Z')).toMatchObject(named);
    expect(map('2026-07-15T09:00:00.000Z')).not.toMatchObject(named);
  });
});
