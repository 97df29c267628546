import { describe, expect, it } from 'vitest';
import { klaviyo } from './klaviyo.ts';
import { Settings } from './settings.ts';

describe('settings', () => {
  it('need no more than a key', () => {
    const { fetch, ...defaults } = Settings.parse({ apiKey: 'pk_1' });
    expect(defaults).toStrictEqual({
      apiKey: 'pk_1',
      endpoint: 'https://a.klaviyo.com',
      revision: '2026-07-15',
      timeoutMs: 30_000,
      checkAtStart: true,
      enforceEmail: true,
      whenUnidentified: 'hold',
      fallbackToAnonymousId: false,
      orderMetric: 'Placed Order',
      cancelledMetric: 'Cancelled Order',
      properties: 'ecommerce',
      activeOnSite: false,
      confirmOptin: true,
    });
    expect(fetch).toBeTypeOf('function');
  });

  it.each<[string, object]>([
    ['apiKey', { apiKey: undefined }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: 'pk_1\n' }],
    ['endpoint', { endpoint: 'a.klaviyo.com' }],
    ['endpoint', { endpoint: 'ftp://a.klaviyo.com' }],
    ['revision', { revision: 'latest' }],
    ['timeoutMs', { timeoutMs: 0 }],
    ['whenUnidentified', { whenUnidentified: 'ignore' }],
    ['cancelledMetric', { cancelledMetric: 'Order Cancelled' }],
    ['properties', { properties: 'shopify' }],
    ['orderMetric', { orderMetric: 'm'.repeat(128) }],
    ['defaultCountry', { defaultCountry: 'us' }],
    ['defaultCountry', { defaultCountry: 'Germany' }],
    ['listId', { listId: '../metrics' }],
    ['confirmOptin', { confirmOptin: 'no' }],
    ['api_key', { api_key: 'pk_1' }],
  ])('a wrong %s is refused: %j', (name, wrong) => {
    expect(() => klaviyo({ apiKey: 'pk_1', ...wrong })).toThrow(name);
  });

  it('are named in an error without their values', () => {
    const wrong = { apiKey: 'pk secret', endpoint: 'secret', revision: 'secret' };
    expect(() => klaviyo(wrong)).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') as string }),
    );
  });

  it('are not changed', () => {
    const settings = Object.freeze({ apiKey: 'pk_1', endpoint: 'https://a.klaviyo.com/' });
    expect(klaviyo(settings).name).toBe('Klaviyo');
    expect(settings.endpoint).toBe('https://a.klaviyo.com/');
  });
});
