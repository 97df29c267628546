import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exchangeIdFromUrl } from './exchange-id.ts';
import { klaviyoExternalIds } from './external-ids.ts';

const kx = 'k7Qz0vTn-_8.SNDBX1';

describe('exchangeIdFromUrl', () => {
  it.each([
    ['an address', `https://shop.kelpwood.co/sale?utm_source=news&_kx=${kx}#top`],
    ['a path', `/sale?_kx=${kx}`],
    ['a URL', new URL(`https://shop.kelpwood.co/?_kx=${kx}`)],
  ])('finds it in %s', (_, url) => {
    expect(exchangeIdFromUrl(url)).toBe(kx);
  });

  it('takes it out of its percent-encoding', () => {
    expect(exchangeIdFromUrl('/?_kx=a%2Bb%3D%3D.SNDBX1')).toBe('a+b==.SNDBX1');
  });

  it.each([
    ['there is none', 'https://shop.kelpwood.co/?kx=1'],
    ['it is empty', '/?_kx='],
    ['it has spaces', '/?_kx=a%20b'],
    ['it has 256 characters', `/?_kx=${'x'.repeat(256)}`],
    ['the address has more than 8,192', `/?a=${'x'.repeat(8_192)}&_kx=${kx}`],
    ['it is no address', 'https://['],
  ])('is undefined when %s', (_, url) => {
    expect(exchangeIdFromUrl(url)).toBeUndefined();
  });

  it('never throws, whatever the address', () => {
    const ids = fc.property(fc.string(), (text) => {
      const found = [exchangeIdFromUrl(text), exchangeIdFromUrl(`/?_kx=${text}`)];
      return found.every((id) => id === undefined || /^[\x21-\x7e]{1,255}$/.test(id));
    });
    fc.assert(ids, { seed: 20_260_715 });
  });
});

describe('klaviyoExternalIds', () => {
  const cid = '5f0c1f6e-7a53-4b0e-9f0a-0d6f3c1b2a49';
  const cookie = (content: object) =>
    `__kla_id=${Buffer.from(JSON.stringify(content)).toString('base64')}`;
  const ofBrowser = { cid: Buffer.from(cid).toString('base64') };

  it('gives the ids of the cookie', () => {
    expect(klaviyoExternalIds({ cookie: cookie({ ...ofBrowser, $exchange_id: kx }) })).toEqual([
      { type: '_kx', id: kx },
      { type: 'klaviyo_cid', id: cid },
    ]);
  });

  it('gives the exchange id of the address rather than an older one', () => {
    const url = `/?_kx=${kx}`;
    const visit = { cookie: cookie({ ...ofBrowser, $exchange_id: 'old.SNDBX1' }), url };
    expect(klaviyoExternalIds(visit)).toEqual([
      { type: '_kx', id: kx },
      { type: 'klaviyo_cid', id: cid },
    ]);
    expect(klaviyoExternalIds({ url })).toEqual([{ type: '_kx', id: kx }]);
  });

  it('believes no email and no id that a visitor may have written into the cookie', () => {
    const claimed = { $email: 'victim@kelpwood.co', $id: '991' };
    expect(klaviyoExternalIds({ cookie: cookie(claimed) })).toEqual([]);
  });

  it('gives nothing when there is nothing', () => {
    expect(klaviyoExternalIds({})).toEqual([]);
    expect(klaviyoExternalIds({ cookie: null, url: '/' })).toEqual([]);
  });
});
