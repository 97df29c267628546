import type { Subscribers } from '../subscribers/subscribers.ts';
import { notFound, v3One } from './answers.ts';
import { within as dated } from './dated.ts';
import { within } from './fields.ts';
import { v3Page } from './paging.ts';
import type { Endpoints } from './router.ts';

/** Subscribers V3. `email` is one email; there is no sorting, and no cursor. */
export function subscriberEndpoints(subscribers: Subscribers): Endpoints {
  return {
    'GET /v3/customers/subscribers': (call) => {
      const { query } = call;
      const created = dated(query, 'date_created');
      const modified = dated(query, 'date_modified');
      const email = query.get('email');
      const found = within(query, 'id:in', subscribers.byId).filter(
        ({ subscriber, createdAt, modifiedAt }) =>
          created(createdAt) &&
          modified(modifiedAt) &&
          (email === null || subscriber.email.toLowerCase() === email.toLowerCase()) &&
          ['source', 'order_id'].every((name) => isAsked(subscriber, query, name)),
      );
      return v3Page(call, found, ({ subscriber }) => subscriber);
    },
    'GET /v3/customers/subscribers/{id}': ({ ids }) => {
      const record = subscribers.byId.get(ids[0] ?? 0);
      return record ? v3One(record.subscriber) : notFound('v3');
    },
  };
}

function isAsked(subscriber: object, query: URLSearchParams, name: string): boolean {
  const fields: Readonly<Record<string, unknown>> = { ...subscriber };
  return !query.has(name) || String(fields[name]) === query.get(name);
}
