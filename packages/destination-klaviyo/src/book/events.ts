import type { BookQuery, Entry } from '@millrace/core';
import { Big } from 'big.js';
import * as z from 'zod';
import { decimal } from '../map/decimal.ts';
import type { AskBook } from './ask.ts';
import { cursorIn } from './cursor.ts';
import { BookUnreadable } from './errors.ts';

/** The largest page. Klaviyo: Events API, Get Events. */
const pageSize = '1000';

const text = z.string().optional().catch(undefined);

/** Klaviyo: Events API, Get Events. It shows value, currency and unique id among the properties, under their old names. */
const Page = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      attributes: z.object({
        datetime: z.string().refine((at) => !Number.isNaN(Date.parse(at))),
        event_properties: z
          .object({
            $value: z.unknown(),
            $value_currency: text,
            $event_id: z.union([z.string(), z.number()]).optional().catch(undefined),
            OrderId: z.union([z.string(), z.number()]).optional().catch(undefined),
          })
          .catch({ $value: undefined }),
      }),
    }),
  ),
  links: z.unknown(),
});

type KlaviyoEvent = z.output<typeof Page>['data'][number];

/** Every event of a metric, oldest first, page by page. */
export async function* eventsOf(
  ask: AskBook,
  { name, id }: { readonly name: string; readonly id: string },
  { from, until, signal }: BookQuery,
): AsyncGenerator<Entry> {
  let cursor: string | undefined;
  // What arrives while it is read may move an event from one page to the next.
  let before = new Set<string>();
  do {
    const query = {
      filter: `equals(metric_id,"${id}"),greater-or-equal(datetime,${from}),less-than(datetime,${until})`,
      sort: 'datetime',
      'page[size]': pageSize,
      ...(cursor !== undefined && { 'page[cursor]': cursor }),
    };
    const page = Page.safeParse(await ask({ path: '/api/events', query, signal })).data;
    if (page === undefined)
      throw new BookUnreadable('its answer to GET /api/events is not understood');
    for (const event of page.data) if (!before.has(event.id)) yield entryOf(event, name);
    before = new Set(page.data.map((event) => event.id));
    cursor = cursorIn(page.links);
  } while (cursor !== undefined);
}

function entryOf({ id, attributes }: KlaviyoEvent, account: string): Entry {
  const { datetime, event_properties: properties } = attributes;
  // Klaviyo gives an event without one an id of its own.
  const key = String(properties.$event_id ?? `Klaviyo event ${id}`);
  const value = decimal(properties.$value);
  const { $value_currency: currency } = properties;
  return {
    account,
    key,
    order: String(properties.OrderId ?? key),
    at: new Date(datetime).toISOString(),
    ...(value !== undefined && { value: new Big(value).toFixed() }),
    ...(currency !== undefined && { currency }),
  };
}
