import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readNotice } from '../webhook/envelope.ts';
import { Customer } from './schema.ts';
import { traitsOf } from './traits.ts';

const folder = process.env['MILLRACE_VENDOR'] ?? '';
const text = (...path: string[]): string =>
  readFileSync(join(folder, 'bigcommerce', ...path), 'utf8');
const why = 'skipped unless MILLRACE_VENDOR names a folder with the samples of the vendor';

describe.skipIf(folder === '')(`the samples of BigCommerce's documentation (${why})`, () => {
  test('a customer is understood, with what is told of them', () => {
    const { data } = z
      .object({ data: z.array(z.looseObject({})) })
      .parse(JSON.parse(text('api', 'customers_v3.json')));
    // The sample leaves the id out, which the schema beside it has.
    const customers = data.map((sample, index) => Customer.parse({ id: index + 1, ...sample }));
    const rules = { groups: new Map(), attributes: new Map(), isTold: () => true, ordered: true };
    expect(customers.map((customer) => traitsOf(customer, rules))).toMatchObject(
      data.map((sample) => ({
        email: sample['email'],
        firstName: sample['first_name'],
        company: { name: sample['company'] },
        'Store Credit': 43.15,
        address: { country: 'US' },
      })),
    );
    expect(JSON.stringify(customers)).not.toContain(sampleNotes(data));
    expect(customers.length).toBeGreaterThan(0);
  });

  test.each([
    ['store_customer_created', 'customer', '32'],
    ['store_customer_updated', 'customer', '32'],
    ['store_customer_deleted', 'customer', '32'],
    ['store_customer_address_created', 'customer', '32'],
    ['store_customer_address_updated', 'customer', '32'],
    ['store_customer_address_deleted', 'customer', '32'],
    ['store_customer_payment_instrument_default_updated', 'customer', '32'],
    ['store_subscriber_created', 'subscriber', '5'],
    ['store_subscriber_updated', 'subscriber', '5'],
    ['store_subscriber_deleted', 'subscriber', '5'],
  ])('the webhook %s is about the %s %s', (file, kind, id) => {
    const body = text('webhooks', `${file}.json`).replace('{store_hash}', 'abc123');
    expect(readNotice(Buffer.from(body), 'abc123').subjects).toEqual([{ kind, id }]);
  });
});

const sampleNotes = (data: readonly Record<string, unknown>[]): string =>
  String(data[0]?.['notes']);
