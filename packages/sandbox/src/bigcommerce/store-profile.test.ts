import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';

let store: BigCommerceSandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 12, 0, 0);
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000 });
});
afterEach(() => store.close());

describe('the store', () => {
  const get = async (path: string) => {
    const headers = { 'x-auth-token': store.accessToken };
    return (await fetch(`${store.url}/stores/sandbox1/v2${path}`, { headers })).json();
  };

  it('is what was set', async () => {
    store.updateStore({
      timeZone: 'Europe/London',
      currency: 'GBP',
      decimalPlaces: 3,
      pricesIncludeTax: true,
    });
    expect(await get('/store')).toMatchObject({
      timezone: { name: 'Europe/London', raw_offset: 0, dst_offset: 3_600, dst_correction: true },
      currency: 'GBP',
      decimal_places: 3,
      is_price_entered_with_tax: true,
    });
  });

  it.each([
    ['America/Chicago', -21_600, -18_000, true],
    ['Asia/Kolkata', 19_800, 19_800, false],
  ])('has the offsets of %s', async (timeZone, raw, dst, correction) => {
    store.updateStore({ timeZone });
    expect(await get('/store')).toMatchObject({
      timezone: { raw_offset: raw, dst_offset: dst, dst_correction: correction },
    });
  });

  it('has currencies with rates', async () => {
    store.addCurrency({ code: 'EUR', exchangeRate: '0.9' });
    expect(await get('/currencies')).toMatchObject([
      { currency_code: 'USD', is_default: true, currency_exchange_rate: '1' },
      { currency_code: 'EUR', is_default: false, currency_exchange_rate: '0.9' },
    ]);
  });
});
