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
/** Whether the webhook is accepted; any other error than a refusal is one. */
function accepted(headers: Headers, more: object = {}, bytes = body): boolean {
  try {
    verify(headers, bytes, { ...trust, ...more }, now);
    return true;
  } catch (error) {
    if (error instanceof InvalidSignature) return false;
    throw error;
  }
}

describe('a signature', () => {
  test('of the library standardwebhooks is accepted', () => expect(accepted(signed())).toBe(true));
  test('of another secret is refused', () =>
    expect(accepted(signed('another secret'))).toBe(false));
  test('of any of several secrets is accepted', () =>
    expect(accepted(signed('the new one'), { clientSecret: [secret, 'the new one'] })).toBe(true));
  test('is over the bytes: one more space, and it is refused', () =>
    expect(accepted(signed(), {}, Buffer.concat([body, Buffer.from(' ')]))).toBe(false));
  test('is over the id', () => expect(accepted(having('webhook-id', 'msg_3'))).toBe(false));
  test('is over the time', () =>
    expect(accepted(having('webhook-timestamp', String(Math.floor(now / 1_000) - 1)))).toBe(false));

  test('may be one of several', () => {
    const good = signed().get('webhook-signature') ?? '';
    expect(accepted(having('webhook-signature', `v1,AAAA v2,abc ${good} nonsense`))).toBe(true);
  });
  test('of another version is refused', () => {
    const good = signed().get('webhook-signature') ?? '';
    expect(accepted(having('webhook-signature', good.replace('v1,', 'v2,')))).toBe(false);
  });
  test.each(['v1', 'v1,', ',', 'v1,%%%'])('that is only %j is refused', (signature) =>
    expect(accepted(having('webhook-signature', signature))).toBe(false),
  );

  test.each([-300, 300])('made %i s from now is accepted', (seconds) =>
    expect(accepted(signed(secret, now + seconds * 1_000))).toBe(true),
  );
  test.each([-301, 301])('made %i s from now is refused', (seconds) =>
    expect(accepted(signed(secret, now + seconds * 1_000))).toBe(false),
  );
  test('made ahead of our clock is refused, however old one may be', () =>
    expect(accepted(signed(secret, now + 301_000), { toleranceSeconds: 600 })).toBe(false));
  test('may be older when the settings say so', () =>
    expect(accepted(signed(secret, now - 600_000), { toleranceSeconds: 600 })).toBe(true));
  test.each(['soon', '-1', '1e9', ''])('of the time %j is refused', (time) =>
    expect(accepted(having('webhook-timestamp', time))).toBe(false),
  );
});

describe('no signature', () => {
  test('is refused', () => expect(accepted(new Headers())).toBe(false));
  test('is accepted with if-present', () =>
    expect(accepted(new Headers(), { signature: 'if-present' })).toBe(true));
  test.each(['webhook-id', 'webhook-timestamp', 'webhook-signature'])(
    'for lack of %s is refused, with if-present too',
    (name) => {
      const headers = signed();
      headers.delete(name);
      expect(accepted(headers, { signature: 'if-present' })).toBe(false);
    },
  );
  test('is not looked at with off, whatever it is', () =>
    expect(accepted(signed('another secret'), { signature: 'off' })).toBe(true));

  test('is accepted, but a wrong one is not, with if-present', () =>
    expect(accepted(signed('another secret'), { signature: 'if-present' })).toBe(false));
});

describe('the shared header', () => {
  const sharedHeader = { name: 'X-Mill', value: 'a random token' };
  test('is accepted', () =>
    expect(accepted(having('x-mill', 'a random token'), { sharedHeader })).toBe(true));
  test('is refused when it is missing', () =>
    expect(accepted(signed(), { sharedHeader })).toBe(false));
  test('is refused when it is another', () =>
    expect(accepted(having('x-mill', 'a random tokeN'), { sharedHeader })).toBe(false));
  test.each(['if-present', 'off'] as const)('is needed with %s too', (signature) =>
    expect(accepted(new Headers(), { sharedHeader, signature })).toBe(false),
  );
});
