import { onTestFinished, describe, expect, it } from 'vitest';
import { event } from './__fixtures__/bodies.ts';
import { client } from './__fixtures__/client.ts';
import { type KlaviyoSandboxOptions, klaviyoSandbox } from './index.ts';

async function open(options: KlaviyoSandboxOptions) {
  const sandbox = await klaviyoSandbox(options);
  onTestFinished(() => sandbox.close());
  return { sandbox, send: client(sandbox) };
}

describe('the account of a sandbox', () => {
  it('is what it was said to be', async () => {
    const { send } = await open({
      account: { timezone: 'Europe/Madrid', currency: 'EUR', isTest: false },
    });
    const { json } = await send('GET', '/api/accounts');
    expect(json['data']?.[0]?.['attributes']).toMatchObject({
      timezone: 'Europe/Madrid',
      preferred_currency: 'EUR',
      test_account: false,
    });
  });

  it('has the metrics of its integrations, also after a reset, beside those of the API', async () => {
    const { sandbox, send } = await open({
      account: { integrations: { BigCommerce: ['Placed Order'] } },
    });
    sandbox.reset();
    await send('POST', '/api/events', event({ email: 'ana@shop.co' }));
    const { json } = await send('GET', '/api/metrics');
    expect(json['data']).toMatchObject([
      { attributes: { name: 'Placed Order', integration: { name: 'BigCommerce' } } },
      { attributes: { name: 'Placed Order', integration: { name: 'API' } } },
    ]);
  });
});

describe('a key without a scope', () => {
  it('is refused where it is needed, and nowhere else', async () => {
    const { sandbox, send } = await open({ scopes: ['events:write', 'lists:write'] });
    const post = (path: string) => send('POST', path, event({ email: 'ana@shop.co' }));
    expect((await post('/api/events')).status).toBe(202);
    const refused = await post('/api/profile-import');
    expect([refused.status, refused.json['errors']?.[0]?.['code']]).toEqual([
      403,
      'permission_denied',
    ]);
    expect((await send('POST', '/api/lists/L1/relationships/profiles', {})).status).toBe(403);
    expect((await send('GET', '/api/accounts')).status).toBe(403);
    expect(sandbox.profiles).toHaveLength(1);
  });
});
