import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { event, profile } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandbox, klaviyoSandbox } from './index.ts';

let sandbox: KlaviyoSandbox;
let send: ReturnType<typeof client>;

beforeEach(async () => {
  sandbox = await klaviyoSandbox({ apiKey: 'pk_mine' });
  send = client(sandbox);
});
afterEach(() => sandbox.close());

const ana = { email: 'ana@shop.co' };
const post = (fields = {}) => send('POST', '/api/events', event(ana, fields));

describe('klaviyoSandbox', () => {
  it('takes the key it was given', async () => {
    expect(sandbox.apiKey).toBe('pk_mine');
    expect((await post()).status).toBe(202);
  });

  it('stores the event whose answer is lost, and knows it again', async () => {
    sandbox.fail({ kind: 'reset', after: true, path: '/api/events' });
    await expect(post({ unique_id: 'o1' })).rejects.toThrow('fetch failed');
    expect(sandbox.events).toHaveLength(1);
    expect((await post({ unique_id: 'o1' })).status).toBe(202);
    expect([sandbox.events.length, sandbox.duplicates]).toEqual([1, 1]);
  });

  it('stores nothing of what fails before it is processed', async () => {
    sandbox.fail({ kind: 'reset' });
    sandbox.fail({ kind: 'status', status: 500 });
    await expect(post()).rejects.toThrow('fetch failed');
    expect((await post()).status).toBe(500);
    expect(sandbox.events).toEqual([]);
  });

  it('recovers', async () => {
    sandbox.fail({ kind: 'status', status: 503 }, Infinity);
    expect((await post()).status).toBe(503);
    sandbox.recover();
    expect((await post()).status).toBe(202);
  });

  it('records the requests without the key', async () => {
    await post({ unique_id: 'o1' });
    expect(sandbox.requests).toMatchObject([
      { method: 'POST', path: '/api/events', status: 202, body: event(ana, { unique_id: 'o1' }) },
    ]);
    expect(JSON.stringify(sandbox.requests)).not.toContain('pk_mine');
  });

  it('shows its account and its metrics', async () => {
    await post();
    const account = await send('GET', '/api/accounts');
    expect(account.json['data']).toMatchObject([
      {
        type: 'account',
        id: 'SNDBX1',
        attributes: { test_account: true, preferred_currency: 'USD' },
      },
    ]);
    const metrics = await send('GET', '/api/metrics?filter=equals(integration.name,"API")');
    expect(metrics.json['data']).toMatchObject([
      { id: sandbox.events[0]?.metricId, attributes: { name: 'Placed Order' } },
    ]);
    const ofShop = event(ana);
    Object.assign(ofShop.data.attributes.metric.data.attributes, { service: 'shop' });
    await send('POST', '/api/events', ofShop);
    const others = await send('GET', '/api/metrics?filter=equals(integration.name,"shop")');
    expect(others.json['data']).toMatchObject([{ attributes: { integration: { name: 'shop' } } }]);
    expect((await send('GET', '/api/metrics?filter=equals(name,"x")')).refused.at).toEqual([
      'filter',
    ]);
  });

  it('is empty after a reset, and gives no id twice', async () => {
    await post({ unique_id: 'o1' });
    await post({ unique_id: 'o1' });
    await send('POST', '/api/events', event({ email: 'x@test.com' }));
    const ids = [sandbox.profiles, sandbox.events].map((all) => all[0]?.id);
    sandbox.reset();
    const { profiles, events, duplicates, discarded, requests } = sandbox;
    expect([profiles, events, duplicates, discarded, requests]).toEqual([[], [], 0, [], []]);
    expect((await send('POST', '/api/profiles', profile(ana))).status).toBe(201);
    await post({ unique_id: 'o1' });
    expect(ids).not.toContain(sandbox.profiles[0]?.id);
    expect(ids).not.toContain(sandbox.events[0]?.id);
  });
});
