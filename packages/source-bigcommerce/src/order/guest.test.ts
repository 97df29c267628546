import { memorySourceContext } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { readNow } from '../../test/read-now.ts';
import { nothingKnown } from '../../test/nothing-known.ts';
import { bigcommerceRules } from '../../test/rules.ts';
import type { OrderBundle } from './bundle.ts';
import { tellOrder } from './tell.ts';

const { signal } = new AbortController();
const guest = { customer_id: 0 };

async function told(of: OrderBundle, more: object = {}, historyBefore = '2026-01-01T00:00:00Z') {
  const context = memorySourceContext();
  const settings = { ...bigcommerceRules(), ...more };
  const shop = { settings, context, catalog: nothingKnown, historyBefore };
  return (await tellOrder(of, undefined, readNow(context.clock), shop, signal)).guest;
}

test('who a guest is, and where they live, is told with their order', async () => {
  expect(await told(bundle(guest))).toEqual([
    {
      type: 'identify',
      messageId: 'bigcommerce:abc123:guest:1001',
      timestamp: '2026-03-03T10:11:12.000Z',
      context: {
        ip: '203.0.113.9',
        externalIds: [{ type: 'bigcommerce_cart_id', id: '0b7cf5a2-5dd4-4a5c-9d77-6f0a3f0f9c11' }],
      },
      traits: {
        email: 'ada@example.org',
        firstName: 'Ada',
        lastName: 'Byron',
        phone: '+44 113 000 0000',
        address: {
          city: 'Leeds',
          state: 'West Yorkshire',
          postalCode: 'LS1 1AA',
          country: 'United Kingdom',
        },
      },
    },
  ]);
});

test('of the past, as history', async () => {
  const [draft] = await told(bundle(guest), {}, '2026-04-01T00:00:00Z');
  expect(draft?.context).toMatchObject({ backfill: true });
});

test.each([
  ['of a registered customer, who tells of themselves', bundle({}), {}],
  ['of an order that is not placed', bundle({ ...guest, status_id: 0 }), {}],
  ['where nobody left an email', bundle({ ...guest, billing_address: { email: '' } }), {}],
  ['where nothing is to be told of customers', bundle(guest), { customers: false }],
])('nothing is told %s', async (_, of, more) => {
  expect(await told(of, more)).toEqual([]);
});
