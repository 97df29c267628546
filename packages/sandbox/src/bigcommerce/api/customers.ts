import type { Answer } from '../../http/index.ts';
import type { CustomerRecord } from '../customers/customer.ts';
import type { CustomerBooks } from '../customers/customer-actions.ts';
import { jsonNumber } from '../money.ts';
import { InvalidParameter } from '../orders/order-query.ts';
import { notFound, v2List, v2One } from './answers.ts';
import { cursorPage } from './cursor.ts';
import { within as dated } from './dated.ts';
import { list, within } from './fields.ts';
import { readPage, take, v3Page } from './paging.ts';
import type { Call, Endpoints } from './router.ts';

/** As the vendor limits both in an answer; the rest has endpoints of its own. */
const MOST_INCLUDED = 10;

/** Customers V3 with their attributes, and the groups, which only V2 has. There is no `GET /v3/customers/{id}`. */
export function customerEndpoints(books: CustomerBooks): Endpoints {
  const { customers, groups, attributes } = books;
  return {
    'GET /v3/customers': (call) => {
      const { query } = call;
      const found = query.has('email:in')
        ? list(query, 'email:in').flatMap((email) => customers.withEmail(email) ?? [])
        : within(query, 'id:in', customers.byId);
      return cursorPage(
        call,
        sorted(filtered(found, query), query),
        ({ customer }) => customer.id,
        (record) => ({ ...record.customer, ...included(record, call, books) }),
      );
    },
    'GET /v3/customers/addresses': (call) => {
      const owners = within(call.query, 'customer_id:in', customers.byId);
      return v3Page(
        call,
        owners.flatMap(({ addresses }) => addresses),
        (address) => address,
      );
    },
    'GET /v3/customers/attributes': (call) =>
      v3Page(call, [...attributes.byId.values()], (attribute) => attribute),
    'GET /v3/customers/attribute-values': (call) => {
      const modified = dated(call.query, 'date_modified');
      const wanted = call.query.has('customer_id:in')
        ? new Set(list(call.query, 'customer_id:in'))
        : undefined;
      const found = attributes.values.filter(
        ({ value, modifiedAt }) =>
          modified(modifiedAt) && (wanted?.has(String(value.customer_id)) ?? true),
      );
      return v3Page(call, found, ({ value }) => value);
    },
    'GET /v2/customer_groups': ({ query }) => v2List(take(groups.byId.values(), readPage(query))),
    'GET /v2/customer_groups/{id}': ({ ids }): Answer => {
      const group = groups.byId.get(ids[0] ?? 0);
      return group ? v2One(group) : notFound('v2');
    },
  };
}

function filtered(records: readonly CustomerRecord[], query: URLSearchParams) {
  const created = dated(query, 'date_created');
  const modified = dated(query, 'date_modified');
  return records.filter(({ createdAt, modifiedAt }) => created(createdAt) && modified(modifiedAt));
}

const sorts: Readonly<Record<string, (record: CustomerRecord) => number | string>> = {
  date_created: ({ createdAt }) => createdAt,
  date_modified: ({ modifiedAt }) => modifiedAt,
  last_name: ({ customer }) => customer.last_name,
};

function sorted(records: CustomerRecord[], query: URLSearchParams): CustomerRecord[] {
  const text = query.get('sort');
  if (text === null) return records.toSorted((a, b) => a.customer.id - b.customer.id);
  const [name = '', direction] = text.split(':');
  const key = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (!key || (direction !== 'asc' && direction !== 'desc')) throw new InvalidParameter('sort');
  const sign = direction === 'asc' ? 1 : -1;
  return records.toSorted((a, b) => {
    const [left, right] = [key(a), key(b)];
    if (left === right) return a.customer.id - b.customer.id;
    return left < right ? -sign : sign;
  });
}

function included(
  { customer, addresses, storeCredit, formFields }: CustomerRecord,
  { query }: Call,
  { attributes }: CustomerBooks,
): object {
  const wanted = list(query, 'include');
  return {
    ...(wanted.includes('addresses') && { addresses: addresses.slice(0, MOST_INCLUDED) }),
    ...(wanted.includes('storecredit') && {
      store_credit_amounts: [{ amount: jsonNumber(storeCredit) }],
    }),
    ...(wanted.includes('attributes') && {
      attributes: attributes.valuesOf(customer.id).slice(0, MOST_INCLUDED),
    }),
    ...(wanted.includes('formfields') && {
      form_fields: formFields.map((field) => ({ ...field, customer_id: customer.id })),
    }),
  };
}
