import { type Book, type BookQuery, type Clock, parseSettings, systemClock } from '@millrace/core';
import * as z from 'zod';
import { type KlaviyoSettings, Settings } from '../settings.ts';
import { createAsk } from './ask.ts';
import { daysOf } from './days.ts';
import { BookUnreadable } from './errors.ts';
import { eventsOf } from './events.ts';
import { createMetricIds, metricsOf } from './metrics.ts';
import { reckon } from './reckon.ts';

/** Klaviyo: Accounts API, Get Accounts. */
const Accounts = z.object({
  data: z.array(z.object({ attributes: z.object({ timezone: z.string().min(1) }) })).min(1),
});

/**
 * What a Klaviyo account has of the events that were sent to it, to be compared with what a shop says: its metrics of the
 * API, not those of Klaviyo's own integrations. It only reads, within Klaviyo's limits and beside the deliveries.
 *
 * Give it the settings of `klaviyo()`: they decide what an order is worth. The key needs `metrics:read`, `events:read` and,
 * for the account's time zone, `accounts:read`.
 *
 * Klaviyo answers that it has taken an event before it can be read: what was sent in the last minutes may be missing.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, and no value. The book itself throws {@link BookUnreadable}.
 */
export function klaviyoBook(
  settings: KlaviyoSettings,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): Book {
  const parsed = parseSettings('klaviyoBook', Settings, settings);
  const ask = createAsk(parsed, clock);
  const idOf = createMetricIds(ask);

  async function* metricsFor({ event, signal }: BookQuery) {
    for (const name of metricsOf(event, parsed)) {
      const id = await idOf(name, signal);
      if (id !== undefined) yield { name, id };
    }
  }

  return {
    name: 'Klaviyo',
    async timeZone(signal) {
      try {
        const answer = Accounts.safeParse(await ask({ path: '/api/accounts', signal }));
        return answer.data?.data[0]?.attributes.timezone;
      } catch (error) {
        // Without the scope, nothing but the warning about time zones is lost.
        if (error instanceof BookUnreadable && error.status === 403) return undefined;
        throw error;
      }
    },
    async *entries(query) {
      for await (const metric of metricsFor(query)) yield* eventsOf(ask, metric, query);
    },
    async days(query) {
      const found = [];
      for await (const metric of metricsFor(query))
        found.push(...(await daysOf(ask, metric, query)));
      return found;
    },
    reckon: (told) => reckon(told, parsed),
  };
}
