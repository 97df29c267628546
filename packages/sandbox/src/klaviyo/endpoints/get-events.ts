import type { Account } from '../account/account.ts';
import type { KlaviyoEvent } from '../account/events.ts';
import { parseFilter, type Term } from '../protocol/filter.ts';
import { page, readQuery } from '../protocol/page.ts';
import { invalidParameter } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import { document, type Endpoint } from './call.ts';

const FILTERS = {
  metric_id: ['equals'],
  profile_id: ['equals'],
  datetime: ['greater-than', 'greater-or-equal', 'less-than', 'less-or-equal'],
} as const;
type EventTerm = Term<keyof typeof FILTERS>;

/** In the order they were stored, unless `sort` says otherwise. */
export const getEvents: Endpoint = {
  method: 'GET',
  path: '/api/events',
  limit: TIERS.XL,
  answer({ account, request, origin }) {
    const query = readQuery(request, ['filter', 'sort', 'page[size]', 'page[cursor]']);
    const terms = parseFilter(query.get('filter'), FILTERS);
    const found = candidates(account, terms).filter((event) =>
      terms.every((term) => matches(event, term)),
    );
    const sorted = sort(found, query.get('sort'));
    const { items, links } = page(sorted, request, origin, { usual: 200, most: 1000 });
    return document(200, { data: items.map((event) => resource(event, origin)), links });
  },
};

/** The smallest set at hand that has them all. */
function candidates(account: Account, terms: readonly EventTerm[]): readonly KlaviyoEvent[] {
  for (const { field, values } of terms) {
    const [value = ''] = values;
    if (field === 'profile_id') return account.events.ofProfile(value);
    if (field === 'metric_id') return account.events.ofMetric(value);
  }
  return account.events.all;
}

function matches(event: KlaviyoEvent, { field, operator, values }: EventTerm): boolean {
  const [value = ''] = values;
  if (field === 'metric_id') return event.metricId === value;
  if (field === 'profile_id') return event.profileId === value;
  const limit = Date.parse(value);
  if (Number.isNaN(limit)) {
    throw new Refused([invalidParameter('filter', `Invalid datetime: ${value}`)]);
  }
  const time = Date.parse(event.time);
  if (operator === 'greater-than') return time > limit;
  if (operator === 'greater-or-equal') return time >= limit;
  return operator === 'less-than' ? time < limit : time <= limit;
}

function sort(events: KlaviyoEvent[], by: string | null): KlaviyoEvent[] {
  if (by === null) return events;
  if (by !== 'datetime' && by !== '-datetime') {
    throw new Refused([invalidParameter('sort', `Cannot sort by ${by}.`)]);
  }
  const sign = by === 'datetime' ? 1 : -1;
  return events.sort((a, b) => sign * (Date.parse(a.time) - Date.parse(b.time)));
}

function resource(event: KlaviyoEvent, origin: string): unknown {
  const { id, metricId, profileId, time, value, value_currency, unique_id, properties } = event;
  return {
    type: 'event',
    id,
    attributes: {
      timestamp: Date.parse(time) / 1000,
      datetime: time,
      // Klaviyo shows these three among the properties, under their old names.
      event_properties: {
        ...properties,
        ...(value !== null && { $value: value }),
        ...(value_currency !== null && { $value_currency: value_currency }),
        ...(unique_id !== null && { $event_id: unique_id }),
      },
    },
    relationships: {
      profile: { data: { type: 'profile', id: profileId } },
      metric: { data: { type: 'metric', id: metricId } },
    },
    links: { self: `${origin}/api/events/${id}` },
  };
}
