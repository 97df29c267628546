import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;
let sent = 0;

beforeEach(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
  send = client(sandbox);
  sent = 0;
});
afterEach(() => sandbox.close());

/** Sends an event about this profile; what it is answered. */
const about = async (profile: Readonly<Record<string, unknown>>) => {
  sent += 1;
  return (await send('POST', '/api/events', event(profile, { unique_id: `${sent}` }))).refused;
};

/** Every profile as its identifiers and the unique_ids of its events. */
const people = () =>
  sandbox.profiles.map(({ id, email, phone_number, external_id, anonymous_ids }) => {
    const identifiers = [external_id, email, phone_number, ...anonymous_ids].filter(Boolean);
    const events = sandbox.events.filter(({ profileId }) => profileId === id);
    return `${identifiers.join(' ')}: ${events.map(({ unique_id }) => unique_id).join(' ')}`;
  });

const phone = '+15005550006';

describe('whom an event is about', () => {
  it('is the holder of any identifier, and learns the others', async () => {
    await about({ external_id: 'bc_1' });
    await about({ external_id: 'bc_1', email: 'ana@shop.co' });
    await about({ email: 'Ana@Shop.co', phone_number: phone });
    await about({ phone_number: phone, anonymous_id: 'a1' });
    await about({ anonymous_id: 'a1' });
    expect(people()).toEqual([`bc_1 ana@shop.co ${phone} a1: 1 2 3 4 5`]);
  });

  it('is merged with whoever was known by a weaker identifier alone', async () => {
    await about({ email: 'ana@shop.co' });
    await about({ anonymous_id: 'a1' });
    await about({ phone_number: phone });
    await about({ external_id: 'bc_1' });
    await about({
      external_id: 'bc_1',
      email: 'ana@shop.co',
      phone_number: phone,
      anonymous_id: 'a1',
    });
    expect(people()).toEqual([`bc_1 ana@shop.co ${phone} a1: 1 2 3 4 5`]);
  });

  it('takes a stronger identifier when it was known by weaker ones alone', async () => {
    await about({ anonymous_id: 'a1' });
    await about({ email: 'ana@shop.co', anonymous_id: 'a1' });
    const id = sandbox.profiles[0]?.id;
    await about({ external_id: 'bc_1', email: 'ana@shop.co' });
    expect(people()).toEqual(['bc_1 ana@shop.co a1: 1 2 3']);
    expect(sandbox.profiles[0]?.id).toBe(id);
  });

  it('is found by all that the merged profile was known by', async () => {
    await about({ email: 'ana@shop.co', phone_number: phone, anonymous_id: 'a1' });
    await about({ external_id: 'bc_1' });
    await about({ external_id: 'bc_1', email: 'ana@shop.co' });
    await about({ phone_number: phone });
    await about({ anonymous_id: 'a1' });
    expect(people()).toEqual([`bc_1 ana@shop.co ${phone} a1: 1 2 3 4 5`]);
  });

  it('is never merged with someone who has an e-mail address too', async () => {
    await about({ email: 'ana@shop.co', phone_number: phone });
    await about({ email: 'bo@shop.co', phone_number: phone });
    expect(people()).toEqual([`ana@shop.co ${phone}: 1`, 'bo@shop.co: 2']);
  });

  it('does not take a device from the one who is known by it', async () => {
    await about({ email: 'ana@shop.co', anonymous_id: 'a1' });
    await about({ email: 'bo@shop.co', anonymous_id: 'a1' });
    await about({ anonymous_id: 'a1' });
    expect(people()).toEqual(['ana@shop.co a1: 1 3', 'bo@shop.co: 2']);
  });

  it('stays apart when both have an external id', async () => {
    await about({ external_id: 'bc_1', email: 'ana@shop.co' });
    await about({ external_id: 'bc_2' });
    await about({ external_id: 'bc_2', email: 'ana@shop.co' });
    expect(people()).toEqual(['bc_1 ana@shop.co: 1', 'bc_2: 2 3']);
  });

  it('goes by the external id when its e-mail address changes', async () => {
    await about({ external_id: 'bc_1', email: 'ana@shop.co' });
    await about({ external_id: 'bc_1', email: 'ana@home.co' });
    await about({ email: 'ana@shop.co' });
    expect(people()).toEqual(['bc_1 ana@home.co: 1 2', 'ana@shop.co: 3']);
  });

  it('can be said by the profile id', async () => {
    await about({ email: 'ana@shop.co' });
    const byId = (id: string) => {
      const body = event({});
      Object.assign(body.data.attributes.profile.data, { id });
      return send('POST', '/api/events', body);
    };
    expect((await byId(sandbox.profiles[0]?.id ?? '')).status).toBe(202);
    expect(sandbox.events).toHaveLength(2);
    expect((await byId('01NOBODY')).refused.at).toEqual(['/data/attributes/profile/data/id']);
  });

  it('can be said by the _kx of a link, also of one sent before a merge', async () => {
    await about({ anonymous_id: 'a1' });
    const _kx = sandbox.profiles[0]?.exchange_id;
    await about({ email: 'ana@shop.co' });
    await about({ email: 'ana@shop.co', anonymous_id: 'a1' });
    await about({ _kx });
    expect(people()).toEqual(['ana@shop.co a1: 1 2 3 4']);
  });

  it('is not the one a forwarded link points to, when it says another e-mail address', async () => {
    await about({ email: 'ana@shop.co' });
    await about({ email: 'bo@shop.co', _kx: sandbox.profiles[0]?.exchange_id });
    expect(people()).toEqual(['ana@shop.co: 1', 'bo@shop.co: 2']);
  });

  it('is the one a link points to, rather than the one who used the device before', async () => {
    await about({ email: 'ana@shop.co' });
    await about({ email: 'bo@shop.co', anonymous_id: 'a1' });
    await about({ _kx: sandbox.profiles[0]?.exchange_id, anonymous_id: 'a1' });
    expect(people()).toEqual(['ana@shop.co: 1 3', 'bo@shop.co a1: 2']);
  });

  it('keeps what both profiles knew when they merge, the stronger one’s word first', async () => {
    await about({ anonymous_id: 'a1', first_name: 'Anna', properties: { tier: 1, seen: true } });
    await about({ email: 'ana@shop.co', first_name: 'Ana', properties: { tier: 2 } });
    await about({ email: 'ana@shop.co', anonymous_id: 'a1' });
    expect(sandbox.profiles).toMatchObject([
      { attributes: { first_name: 'Ana' }, properties: { tier: 2, seen: true } },
    ]);
  });

  it('makes an event of both histories a duplicate from then on', async () => {
    await about({ anonymous_id: 'a1' }); // unique_id 1
    await about({ email: 'ana@shop.co' });
    await about({ email: 'ana@shop.co', anonymous_id: 'a1' });
    await send('POST', '/api/events', event({ email: 'ana@shop.co' }, { unique_id: '1' }));
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([3, 1]);
  });
});

describe('who cannot be told', () => {
  const at = (rest = '') => ({
    status: 400,
    at: [`/data/attributes/profile/data/attributes${rest}`],
  });

  it('has no identifier, or only a _kx that leads nowhere', async () => {
    expect(await about({ first_name: 'Ana' })).toEqual(at());
    expect(await about({ email: '', phone_number: null })).toEqual(at());
    expect(await about({ _kx: 'x.y' })).toEqual(at());
    expect(await about({ _kx: '01NOBODY.SNDBX1' })).toEqual(at());
    await about({ email: 'ana@shop.co' });
    const elsewhere = sandbox.profiles[0]?.exchange_id.replace('SNDBX1', 'OTHER1');
    expect(await about({ _kx: elsewhere })).toEqual(at());
  });

  it.each(['ana', 'ana@shop', 'ana @shop.co', 'ana@shop..co', `${'a'.repeat(92)}@shop.com`])(
    'has an e-mail address such as %s',
    async (email) => expect(await about({ email })).toEqual(at('/email')),
  );

  it.each(['5005550006', '+0500555000', '+1 500 555 0006', '+1234567890123456'])(
    'has a phone number such as %s, which an e-mail address makes up for',
    async (phone_number) => {
      expect(await about({ phone_number })).toEqual(at('/phone_number'));
      expect(await about({ phone_number, external_id: '1' })).toEqual(at('/phone_number'));
      expect((await about({ phone_number, email: 'ana@shop.co' })).status).toBe(202);
      expect(sandbox.profiles[0]?.phone_number).toBeNull();
    },
  );

  it('has an external id that is too long', async () => {
    expect(await about({ external_id: 'x'.repeat(256) })).toEqual(at('/external_id'));
    expect((await about({ external_id: 'x'.repeat(255) })).status).toBe(202);
  });
});
