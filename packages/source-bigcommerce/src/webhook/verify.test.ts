import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { InvalidSignature } from './refusal.ts';
import { verify } from './verify.ts';

const secret = 'the client secret, ünïcode too';
const trust = {
  clientSecret: [secret],
  signature: 'required',
  toleranceSeconds: 300,
  sharedHeader: undefined,
} as const;
const now = Date.parse('2026-03-01T12:00:00Z');
const body = Buffer.from('{"scope":"store/order/created","data":{"id":1}}');

/** Signed by the library that BigCommerce's documentation names. */
function signed(withSecret = secret, at = now): Headers {
  const library = new Webhook(Buffer.from(withSecret).toString('base64'));
  return new Headers({
    'webhook-id': 'msg_2',
    'webhook-timestamp': String(Math.floor(at / 1_000)),
    'webhook-signature': library.sign('msg_2', new Date(at), body.toString()),
  });
}
const having = (name: string, value: string): Headers => {
  const headers = signed();
  headers.set(name, value);
  return headers;
};
const refused = (headers: Headers, more: object = {}, bytes = body) =>
  expect(() => verify(headers, bytes, { ...trust, ...more }, now)).toThrow(InvalidSignature);
const accepted = (headers: Headers, more: object = {}) =>
  expect(() => verify(headers, body, { ...trust, ...more }, now)).not.toThrow();

describe('a signature', () => {
  test('of the library standardwebhooks is accepted', () => accepted(signed()));
  test('of another secret is refused', () => refused(signed('another secret')));
  test('of any of several secrets is accepted', () =>
    accepted(signed('the new one'), { clientSecret: [secret, 'the new one'] }));
  test('is over the bytes: one more space, and it is refused', () =>
    refused(signed(), {}, Buffer.concat([body, Buffer.from(' ')])));
  test('is over the id', () => refused(having('webhook-id', 'msg_3')));
  test('is over the time', () =>
    refused(having('webhook-timestamp', String(Math.floor(now / 1_000) - 1))));

  test('may be one of several', () => {
    const good = signed().get('webhook-signature') ?? '';
    accepted(having('webhook-signature', `v1,AAAA v2,abc ${good} nonsense`));
  });
  test('of another version is refused', () => {
    const good = signed().get('webhook-signature') ?? '';
    refused(having('webhook-signature', good.replace('v1,', 'v2,')));
  });
  test.each(['v1', 'v1,', ',', 'v1,%%%'])('that is only %j is refused', (signature) =>
    refused(having('webhook-signature', signature)),
  );

  test.each([-300, 300])('made %i s from now is accepted', (seconds) =>
    accepted(signed(secret, now + seconds * 1_000)),
  );
  test.each([-301, 301])('made %i s from now is refused', (seconds) =>
    refused(signed(secret, now + seconds * 1_000)),
  );
  test('may be older when the settings say so', () =>
    accepted(signed(secret, now - 600_000), { toleranceSeconds: 600 }));
  test.each(['soon', '-1', '1e9', ''])('of the time %j is refused', (time) =>
    refused(having('webhook-timestamp', time)),
  );
});

describe('no signature', () => {
  test('is refused', () => refused(new Headers()));
  test('is accepted with if-present', () => accepted(new Headers(), { signature: 'if-present' }));
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'for lack of %s is refused, with if-present too',
    (name) => {
      const headers = signed();
      headers.delete(name);
      refused(headers, { signature: 'if-present' });
    },
  );
  test('is accepted, but a wrong one is not, with if-present', () =>
    refused(signed('another secret'), { signature: 'if-present' }));
});

describe('the shared header', () => {
  const sharedHeader = { name: 'X-Mill', value: 'a random token' };
  test('is accepted', () => accepted(having('x-mill', 'a random token'), { sharedHeader }));
  test('is refused when it is missing', () => refused(signed(), { sharedHeader }));
  test('is refused when it is another', () =>
    refused(having('x-mill', 'a random tokeN'), { sharedHeader }));
  test('is needed with if-present too', () =>
    refused(new Headers(), { sharedHeader, signature: 'if-present' }));
});
