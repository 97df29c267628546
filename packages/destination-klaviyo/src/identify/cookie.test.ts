import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseKlaviyoCookie } from './cookie.ts';

const cid = '5f0c1f6e-7a53-4b0e-9f0a-0d6f3c1b2a49';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const value = (content: unknown) => base64(JSON.stringify(content));
const header = (content: unknown) => `theme=dark; __kla_id=${value(content)}; cart=7`;

const full = {
  cid: base64(cid),
  $referrer: { ts: 1_784_109_600, value: '', first_page: 'https://shop.kelpwood.co/' },
  $last_referrer: { ts: 1_784_109_600, value: '', first_page: 'https://shop.kelpwood.co/' },
  $exchange_id: 'k7Qz0vTn-_8.SNDBX1',
};
const read = { cid, exchangeId: 'k7Qz0vTn-_8.SNDBX1' };

describe('parseKlaviyoCookie', () => {
  it('reads the id of the browser and the exchange id, among other cookies', () => {
    expect(parseKlaviyoCookie(header(full))).toEqual(read);
  });

  it('reads the id of a browser that nobody is known of', () => {
    expect(parseKlaviyoCookie(header({ cid: base64(cid) }))).toEqual({ cid });
  });

  it('reads what older cookies have', () => {
    const old = { $email: 'ana@kelpwood.co', $id: '991' };
    expect(parseKlaviyoCookie(header(old))).toEqual({
      email: 'ana@kelpwood.co',
      externalId: '991',
    });
  });

  it.each([
    ['percent-encoded', `__kla_id=${encodeURIComponent(`${value(full)}==`)}`],
    ['in quotes', `__kla_id="${value(full)}"`],
    ['with spaces around it', ` a=b ;  __kla_id = ${value(full)} ;c=d`],
    ['without padding', `__kla_id=${value(full).replace(/=+$/, '')}`],
    [
      'in the alphabet of URLs',
      `__kla_id=${Buffer.from(JSON.stringify(full)).toString('base64url')}`,
    ],
  ])('reads a value %s', (_, text) => {
    expect(parseKlaviyoCookie(text)).toEqual(read);
  });

  it('takes the one of several that has an exchange id', () => {
    const anonymous = `__kla_id=${value({ cid: base64(cid) })}`;
    expect(parseKlaviyoCookie(`${anonymous}; ${header(full)}`)).toEqual(read);
    expect(parseKlaviyoCookie(`__kla_id=?; ${anonymous}; ${anonymous}`)).toEqual({ cid });
  });

  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['other cookies', `x__kla_id=${value(full)}; y=__kla_id`],
    ['no base64', '__kla_id=%%%'],
    ['no JSON', `__kla_id=${base64('{"cid":')}`],
    ['a list', header([full])],
    ['null', header(null)],
    ['nothing of ours', header({ $referrer: {} })],
    ['more than a header may have', header({ ...full, junk: 'x'.repeat(16_384) })],
  ])('is undefined for %s', (_, text) => {
    expect(parseKlaviyoCookie(text)).toBeUndefined();
  });

  it.each([
    ['a cid that is no UUID', { cid: base64('somebody') }],
    ['a cid that is a number', { cid: 7 }],
    ['an exchange id of two lines', { $exchange_id: 'a\nset-cookie: b' }],
    ['an exchange id of 256 characters', { $exchange_id: 'x'.repeat(256) }],
    ['an email that is none', { $email: 'ana' }],
    ['an external id of 256 characters', { $id: '9'.repeat(256) }],
  ])('leaves out %s, and keeps the rest', (_, bad) => {
    const good = 'cid' in bad ? { $id: '991' } : { cid: base64(cid) };
    const kept = 'cid' in bad ? { externalId: '991' } : { cid };
    expect(parseKlaviyoCookie(header({ ...good, ...bad }))).toEqual(kept);
  });

  it('never throws, whatever the header says', () => {
    const content = fc.oneof(fc.string(), fc.json(), fc.json().map(base64), fc.base64String());
    fc.assert(
      fc.property(content, fc.string(), (text, around) => {
        const cookie = parseKlaviyoCookie(`${around}; __kla_id=${text}; ${around}`);
        expect(cookie === undefined || Object.keys(cookie).length > 0).toBe(true);
      }),
      { seed: 20_260_715 },
    );
  });
});
