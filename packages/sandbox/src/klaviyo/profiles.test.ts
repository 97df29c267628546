import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, profile } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let now: number;
let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  now = Date.parse('2026-07-20T10:00:00Z');
  sandbox = await klaviyoSandbox({ now: () => now, rateLimits: false });
  send = client(sandbox);
});
afterEach(() => sandbox.close());

type Fields = Readonly<Record<string, unknown>>;
const put = (attributes: Fields, beside?: Fields) =>
  send('POST', '/api/profile-import', profile(attributes, beside));
const create = (attributes: Fields) => send('POST', '/api/profiles', profile(attributes));
const update = (id: string, attributes: Fields, beside: Fields = {}) =>
  send('PATCH', `/api/profiles/${id}`, profile(attributes, { id, ...beside }));
const idOf = (index: number) => sandbox.profiles[index]?.id ?? '';
const conflict = (id: string) => ({
  status: 409,
  code: 'duplicate_profile',
  source: { pointer: '/data/attributes' },
  meta: { duplicate_profile_id: id },
});

describe('POST /api/profile-import', () => {
  it('creates with 201, then updates with 200, and answers the profile', async () => {
    const created = await put({
      email: 'ana@shop.co',
      first_name: 'Ana',
      properties: { a: 1, b: 2 },
    });
    expect(created.status).toBe(201);
    now += 1000;
    const updated = await put({ email: 'ANA@shop.co', external_id: 'bc_1', properties: { b: 3 } });
    expect(updated.status).toBe(200);
    expect(updated.json['data']).toMatchObject({
      type: 'profile',
      id: idOf(0),
      attributes: {
        email: 'ANA@shop.co',
        external_id: 'bc_1',
        phone_number: null,
        first_name: 'Ana',
        last_name: null,
        location: { city: null },
        properties: { a: 1, b: 3 },
        created: '2026-07-20T10:00:00.000Z',
        updated: '2026-07-20T10:00:01.000Z',
      },
      links: { self: `${sandbox.url}/api/profiles/${idOf(0)}` },
    });
  });

  it('clears what is null and leaves what is absent', async () => {
    const email = 'ana@shop.co';
    await put({
      email,
      external_id: 'bc_1',
      title: 'Dr',
      image: 'x',
      location: { city: 'Ulm', zip: '1' },
    });
    await put({ email, external_id: null, title: null, location: { zip: null } });
    expect(sandbox.profiles).toMatchObject([
      { external_id: null, attributes: { image: 'x' }, location: { city: 'Ulm' } },
    ]);
    expect(sandbox.profiles[0]?.attributes).not.toHaveProperty('title');
    expect((await create({ external_id: 'bc_1' })).status).toBe(201);
  });

  it('conflicts when its identifiers belong to different profiles, and names the weaker one', async () => {
    await put({ external_id: 'bc_1' });
    await put({ email: 'ana@shop.co' });
    const { status, json } = await put({
      external_id: 'bc_1',
      email: 'ana@shop.co',
      first_name: 'X',
    });
    expect(status).toBe(409);
    expect(json['errors']?.[0]).toMatchObject(conflict(idOf(1)));
    expect(sandbox.profiles.map(({ attributes }) => attributes)).toEqual([{}, {}]);
  });

  it('goes by the Klaviyo id when there is one', async () => {
    await put({ email: 'ana@shop.co' });
    await put({ email: 'bo@shop.co' });
    expect((await put({ email: 'ana@home.co' }, { id: idOf(0) })).status).toBe(200);
    expect(sandbox.profiles[0]?.email).toBe('ana@home.co');
    const taken = await put({ email: 'bo@shop.co' }, { id: idOf(0) });
    expect(taken.json['errors']?.[0]).toMatchObject(conflict(idOf(1)));
    expect((await put({ email: 'x@shop.co' }, { id: '01NOBODY' })).status).toBe(404);
  });

  it('goes by _kx when nothing else tells', async () => {
    await put({ email: 'ana@shop.co' });
    const _kx = sandbox.profiles[0]?.exchange_id;
    expect((await put({ _kx, first_name: 'Ana' })).status).toBe(200);
    expect((await put({ _kx, email: 'bo@shop.co' })).status).toBe(200);
    expect(sandbox.profiles.map(({ email }) => email)).toEqual(['bo@shop.co']);
  });

  it('changes properties by patch', async () => {
    const email = 'ana@shop.co';
    const patch = (patch_properties: Fields) => put({ email }, { meta: { patch_properties } });
    await put({ email, properties: { tags: ['a'], one: 'x', gone: 1, away: 2 } });
    await patch({ append: { tags: ['a', 'b'], one: 'y', fresh: 'z' }, unset: 'gone' });
    expect(sandbox.profiles[0]?.properties).toMatchObject({ tags: ['a', 'b'], away: 2 });
    await patch({ unappend: { tags: 'a' }, unset: ['away'] });
    expect(sandbox.profiles[0]?.properties).toEqual({ tags: ['b'], one: ['x', 'y'], fresh: ['z'] });
  });

  it('refuses what is wrong, also a phone number next to a good e-mail address', async () => {
    const email = 'ana@shop.co';
    const at = async (attributes: Fields, beside?: Fields) =>
      (await put(attributes, beside)).refused.at;
    expect(await at({})).toEqual(['/data/attributes']);
    expect(await at({ email, phone_number: '555' })).toEqual(['/data/attributes/phone_number']);
    expect(await at({ email, anonymous_id: 'a' })).toEqual(['/data/attributes/anonymous_id']);
    expect(await at({ email, location: { town: 'Ulm' } })).toEqual([
      '/data/attributes/location/town',
    ]);
    expect(await at({ email, 'a/b~c': 1 })).toEqual(['/data/attributes/a~1b~0c']);
    expect((await put({ email, properties: { a: 'x'.repeat(100_000) } })).status).toBe(413);
    expect(sandbox.profiles).toEqual([]);
  });
});

describe('POST /api/profiles', () => {
  it('creates, and conflicts with whoever has one of the identifiers', async () => {
    expect((await create({ email: 'ana@shop.co', phone_number: '+15005550006' })).status).toBe(201);
    const again = await create({ email: 'bo@shop.co', phone_number: '+15005550006' });
    expect(again.status).toBe(409);
    expect(again.json['errors']?.[0]).toMatchObject(conflict(idOf(0)));
    expect((await create({ email: 'bo@shop.co', _kx: 'x' })).refused.at).toEqual([
      '/data/attributes/_kx',
    ]);
  });
});

describe('PATCH /api/profiles/{id}', () => {
  it('updates the profile, and conflicts with the holder of an identifier', async () => {
    await create({ email: 'ana@shop.co' });
    await create({ email: 'bo@shop.co' });
    const updated = await update(idOf(0), { external_id: 'bc_1', last_name: 'Ray' });
    expect(updated.status).toBe(200);
    expect(sandbox.profiles[0]).toMatchObject({
      email: 'ana@shop.co',
      external_id: 'bc_1',
      attributes: { last_name: 'Ray' },
    });
    const taken = await update(idOf(0), { email: 'bo@shop.co' });
    expect(taken.json['errors']?.[0]).toMatchObject(conflict(idOf(1)));
  });

  it('refuses an id that is nobody’s or not the one in the path', async () => {
    await create({ email: 'ana@shop.co' });
    expect((await update('01NOBODY', {})).status).toBe(404);
    const other = await send('PATCH', `/api/profiles/${idOf(0)}`, profile({}, { id: '01NOBODY' }));
    expect(other.refused).toEqual({ status: 400, at: ['/data/id'] });
  });
});

describe('GET /api/profiles', () => {
  beforeEach(async () => {
    await create({ email: 'ana+1@shop.co', external_id: 'bc_1' });
    await create({ email: 'bo@shop.co', phone_number: '+15005550006' });
  });
  const get = (query: Record<string, string>) =>
    send('GET', `/api/profiles?${new URLSearchParams(query).toString()}`);
  const found = async (filter: string) => {
    const { status, json } = await get({ filter });
    expect(status).toBe(200);
    const ids = sandbox.profiles.map(({ id }) => id);
    return json['data']?.map(({ id }) => ids.indexOf(String(id)));
  };

  it('finds by every identifier', async () => {
    expect(await found('equals(email,"ANA+1@shop.co")')).toEqual([0]);
    expect(await found('equals(phone_number,"+15005550006")')).toEqual([1]);
    expect(await found('equals(external_id,"bc_1")')).toEqual([0]);
    expect(await found(`equals(_kx,"${sandbox.profiles[1]?.exchange_id}")`)).toEqual([1]);
    expect(await found(`any(id,["${idOf(0)}","${idOf(1)}","x"])`)).toEqual([0, 1]);
    expect(await found('any(email,["bo@shop.co", "cy@shop.co"])')).toEqual([1]);
    expect(await found('equals(email,"cy@shop.co")')).toEqual([]);
    expect(await found('and(equals(email,"bo@shop.co"),equals(external_id,"bc_1"))')).toEqual([]);
  });

  it('shows all of them in pages', async () => {
    const first = await get({ 'page[size]': '1' });
    const second = await send(
      'GET',
      String(first.json['links']?.['next']).replace(sandbox.url, ''),
    );
    const ids = [first, second].map(({ json }) => json['data']?.[0]?.['id']);
    expect(ids).toEqual([idOf(0), idOf(1)]);
    expect(String(second.json['links']?.['prev'])).toBe(first.json['links']?.['self']);
  });

  it('refuses filters that Klaviyo does not have', async () => {
    const at = { status: 400, at: ['filter'] };
    expect((await get({ filter: 'equals(anonymous_id,"a")' })).refused).toEqual(at);
    expect((await get({ filter: 'any(_kx,["a"])' })).refused).toEqual(at);
    expect((await get({ filter: 'any(email,"bo@shop.co")' })).refused).toEqual(at);
    expect((await get({ filter: 'equals(email,["bo@shop.co"])' })).refused).toEqual(at);
    expect((await get({ filter: 'contains(email,"a")' })).refused).toEqual(at);
    expect((await get({ 'page[size]': '101' })).refused.at).toEqual(['page[size]']);
  });

  it('shows one by its id', async () => {
    const { json } = await send('GET', `/api/profiles/${idOf(1)}`);
    expect(json['data']?.['attributes']?.['email']).toBe('bo@shop.co');
    expect((await send('GET', '/api/profiles/01NOBODY')).status).toBe(404);
  });

  it('does not find a profile that was merged into another', async () => {
    await send('POST', '/api/events', event({ anonymous_id: 'a1' }));
    const id = idOf(2);
    await send('POST', '/api/events', event({ email: 'bo@shop.co', anonymous_id: 'a1' }));
    expect((await send('GET', `/api/profiles/${id}`)).status).toBe(404);
    expect(sandbox.profiles).toHaveLength(2);
  });
});
