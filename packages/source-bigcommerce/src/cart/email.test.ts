import { memorySourceContext } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import type { Api } from '../api/api.ts';
import { AccessRefused, Unavailable } from '../api/errors.ts';
import { emailOf } from './email.ts';
import { Checkout } from './schema.ts';

const { signal } = new AbortController();
const checkout = (more: object): Checkout =>
  Checkout.parse({
    cart: { email: 'typed@example.org', currency: { code: 'USD' }, line_items: {}, ...more },
    billing_address: { email: 'billing@example.org' },
    grand_total: 25,
  });

const failing = (error: Error): Api => ({
  get: () => Promise.reject(error),
  send: () => Promise.reject(error),
});
const refused = failing(new AccessRefused(403, '/v3/customers'));

test('a guest is who they say, and nobody is asked', async () => {
  const shop = { api: failing(new Unavailable('no')), context: memorySourceContext() };
  expect(await emailOf(checkout({}), shop, signal)).toBe('typed@example.org');
});

test('a customer is who they say only where customers may not be read', async () => {
  const context = memorySourceContext();
  const of = checkout({ customer_id: 42 });
  expect(await emailOf(of, { api: refused, context }, signal)).toBe('typed@example.org');
  const down = { api: failing(new Unavailable('503')), context };
  await expect(emailOf(of, down, signal)).rejects.toThrow('503');
});
