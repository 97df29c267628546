import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { all, unsortedPages, v3Pages } from '../api/pages.ts';
import { date, text } from '../fields.ts';
import type { Customer } from './schema.ts';

const path = '/v3/customers/attribute-values';

/** BigCommerce: Customers V3, "Get All Customer Attribute Values". */
const AttributeValue = z.object({
  customer_id: z.int().transform(String),
  attribute_id: z.int().transform(String),
  attribute_value: text,
  date_modified: date.optional().catch(undefined),
});
type AttributeValue = z.output<typeof AttributeValue>;

/** Customers with all of their attributes: an answer about a customer includes ten at most. */
export async function withAllAttributes(
  customers: readonly Customer[],
  api: Api,
  signal: AbortSignal,
): Promise<readonly Customer[]> {
  const incomplete = customers.filter(
    ({ attributes, attribute_count: count }) => (count ?? 0) > attributes.length,
  );
  if (incomplete.length === 0) return customers;
  const values = new Map<string, AttributeValue[]>();
  for (let first = 0; first < incomplete.length; first += 50) {
    const some = incomplete.slice(first, first + 50).map(({ id }) => id);
    const query = { 'customer_id:in': some.join(',') };
    for (const value of await all(v3Pages(api, path, AttributeValue, { signal, query }))) {
      values.set(value.customer_id, [...(values.get(value.customer_id) ?? []), value]);
    }
  }
  return customers.map((customer) => ({
    ...customer,
    attributes: values.get(customer.id) ?? customer.attributes,
  }));
}

/**
 * Whose attributes were changed after a time. Through the API that may be done without a webhook, and without a new date
 * of the customer.
 */
export function valuesModifiedSince(
  api: Api,
  since: string | undefined,
  call: Call,
): AsyncGenerator<readonly AttributeValue[]> {
  const query = { ...call.query, 'date_modified:min': since };
  return unsortedPages(api, path, AttributeValue, { ...call, query });
}
