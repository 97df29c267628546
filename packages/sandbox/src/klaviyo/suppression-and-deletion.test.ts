import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  deletion,
  event,
  importJob,
  profile,
  subscriptionJob,
  suppressionJob,
} from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
  send = client(sandbox);
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

const email = 'ana@shop.co';
const jobs = {
  create: '/api/profile-suppression-bulk-create-jobs',
  delete: '/api/profile-suppression-bulk-delete-jobs',
};
const suppress = (action: 'create' | 'delete', emails: readonly string[], beside = {}) =>
  send('POST', jobs[action], suppressionJob(action, emails, beside));
const inAList = (id: string) => ({
  relationships: { list: { data: { type: 'list', id } } },
});

describe('a suppression', () => {
  it('is of whoever has the address, known before or not, until it is lifted', async () => {
    expect((await suppress('create', [email])).status).toBe(202);
    expect(sandbox.profiles).toMatchObject([{ email, suppressed: true }]);
    await suppress('delete', [email]);
    expect(sandbox.profiles).toMatchObject([{ email, suppressed: false }]);
  });

  it('is lifted by fresh consent', async () => {
    await suppress('create', [email]);
    const yes = { email: { marketing: { consent: 'SUBSCRIBED' } } };
    const path = '/api/profile-subscription-bulk-create-jobs';
    await send('POST', path, subscriptionJob('create', [{ email, subscriptions: yes }]));
    expect(sandbox.profiles).toMatchObject([{ suppressed: false }]);
  });

  it('can be of all that are on a list', async () => {
    const list = await send('POST', '/api/lists', {
      data: { type: 'list', attributes: { name: 'L' } },
    });
    const id = String(list.json['data']?.['id']);
    await send('POST', '/api/profiles', profile({ email }));
    await send('POST', '/api/profiles', profile({ email: 'bo@shop.co' }));
    const data = [{ type: 'profile', id: sandbox.profiles[0]?.id }];
    await send('POST', `/api/lists/${id}/relationships/profiles`, { data });
    await suppress('create', [], inAList(id));
    expect(sandbox.profiles.map(({ suppressed }) => suppressed)).toEqual([true, false]);
    expect((await suppress('create', [], inAList('x'))).status).toBe(400);
  });

  it('lifted of a stranger is nothing', async () => {
    expect((await suppress('delete', [email])).status).toBe(202);
    expect(sandbox.profiles).toEqual([]);
    expect(sandbox.discarded).toMatchObject([{ reason: 'unknown_profile', email }]);
  });

  it('refuses what is no address, and takes a hundred', async () => {
    expect((await suppress('create', ['ana'])).refused).toEqual({
      status: 400,
      at: ['/data/attributes/profiles/data/0/attributes/email'],
    });
    const many = (count: number) => Array.from({ length: count }, () => email);
    expect((await suppress('create', many(101))).refused.at).toEqual([
      '/data/attributes/profiles/data',
    ]);
    expect((await suppress('create', many(100))).status).toBe(202);
  });
});

describe('a request to delete', () => {
  const path = '/api/data-privacy-deletion-jobs';

  it('takes the profile, and all that it did', async () => {
    await send('POST', '/api/events', event({ email, phone_number: '+15005550006' }));
    await send('POST', '/api/events', event({ email: 'bo@shop.co' }));
    expect((await send('POST', path, deletion({ email }))).status).toBe(202);
    expect(sandbox.profiles).toMatchObject([{ email: 'bo@shop.co' }]);
    expect(sandbox.events).toHaveLength(1);
    await send('POST', path, deletion({}, { id: sandbox.profiles[0]?.id }));
    expect(sandbox.profiles).toEqual([]);
  });

  it('leaves nothing behind that the same person would find again', async () => {
    await send('POST', '/api/events', event({ email, external_id: '7' }, { unique_id: '1' }));
    const { id, exchange_id: kx } = sandbox.profiles[0] ?? {};
    await send('POST', path, deletion({ email }));
    await send('POST', '/api/events', event({ external_id: '7' }, { unique_id: '1' }));
    expect(sandbox.profiles).toMatchObject([{ email: null, external_id: '7' }]);
    expect(sandbox.profiles[0]?.id).not.toBe(id);
    expect(sandbox.events).toHaveLength(1);
    const found = await send('GET', `/api/profiles?filter=equals(_kx,"${kx}")`);
    expect(found.json['data']).toEqual([]);
  });

  it('names exactly one identifier', async () => {
    const two = await send('POST', path, deletion({ email, phone_number: '+15005550006' }));
    expect(two.refused).toEqual({ status: 400, at: ['/data/attributes/profile/data'] });
    expect((await send('POST', path, deletion({}))).status).toBe(400);
  });

  it('of a stranger is nothing', async () => {
    expect((await send('POST', path, deletion({ email }))).status).toBe(202);
    expect(sandbox.discarded).toMatchObject([{ reason: 'unknown_profile', email }]);
  });
});

describe('a bulk import of profiles', () => {
  const path = '/api/profile-bulk-import-jobs';

  it('tells by its job which it refused, and takes the others', async () => {
    await send('POST', '/api/profiles', profile({ external_id: '7' }));
    const { status, json } = await send(
      'POST',
      path,
      importJob([
        { attributes: { email, first_name: 'Ana' } },
        { attributes: { email: 'bo' } },
        { attributes: { email, external_id: '7' } },
      ]),
    );
    expect(status).toBe(202);
    const id = String(json['data']?.['id']);
    const job = await send('GET', `${path}/${id}`);
    expect(job.json['data']?.['attributes']).toMatchObject({
      status: 'complete',
      total_count: 3,
      completed_count: 1,
      failed_count: 2,
    });
    const errors = await send('GET', `${path}/${id}/import-errors`);
    const root = '/data/attributes/profiles/data';
    expect(errors.json['data']).toMatchObject([
      { attributes: { source: { pointer: `${root}/1/attributes/email` } } },
      { attributes: { code: 'duplicate_profile', source: { pointer: `${root}/2/attributes` } } },
    ]);
    expect(sandbox.profiles).toMatchObject([
      { external_id: '7' },
      { email, attributes: { first_name: 'Ana' } },
    ]);
    expect((await send('GET', `${path}/x`)).status).toBe(404);
  });

  it('is of ten thousand at most', async () => {
    const many = Array.from({ length: 10_001 }, () => ({ attributes: { email } }));
    expect((await send('POST', path, importJob(many))).refused.at).toEqual([
      '/data/attributes/profiles/data',
    ]);
  });
});
