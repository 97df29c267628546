import type { BookDay, BookQuery } from '@millrace/core';
import { Big } from 'big.js';
import * as z from 'zod';
import type { AskBook } from './ask.ts';
import { BookUnreadable } from './errors.ts';

/** Klaviyo: Query Metric Aggregates. */
const Aggregates = z.object({
  data: z.object({
    attributes: z.object({
      dates: z.array(z.string()),
      data: z.array(
        z.object({
          // Empty, or of one empty text, where events name no currency.
          dimensions: z.array(z.string().nullable()).catch([]),
          measurements: z.object({
            count: z.array(z.number()),
            sum_value: z.array(z.number().nullable()),
          }),
        }),
      ),
    }),
  }),
});

/** Klaviyo takes a year at most. A day that is cut in two is in both answers, and added up. */
const mostMs = 360 * 24 * 3_600_000;

/**
 * Counts and sums of a metric by day and currency.
 *
 * Klaviyo's sums are sums of floats, and it does not say whether those of another currency than the account's are
 * converted: they tell which days to look into, and nothing else.
 */
export async function daysOf(
  ask: AskBook,
  { name, id }: { readonly name: string; readonly id: string },
  query: BookQuery,
): Promise<readonly BookDay[]> {
  const found: BookDay[] = [];
  const end = Date.parse(query.until);
  for (let from = Date.parse(query.from); from < end; from += mostMs) {
    const until = Math.min(end, from + mostMs);
    const body = bodyOf(id, new Date(from), new Date(until), query.timeZone);
    const answer = await ask({ path: '/api/metric-aggregates', body, signal: query.signal });
    const { dates, data } = parse(answer);
    for (const { dimensions, measurements } of data) {
      const [currency] = dimensions;
      for (const [index, date] of dates.entries()) {
        const count = measurements.count[index] ?? 0;
        if (count === 0) continue;
        found.push({
          account: name,
          day: dayOf(date, query.timeZone),
          ...(currency && { currency }),
          count,
          value: new Big(measurements.sum_value[index] ?? 0).round(4).toFixed(),
        });
      }
    }
  }
  return found;
}

function bodyOf(metricId: string, from: Date, until: Date, timezone: string) {
  return {
    data: {
      type: 'metric-aggregate',
      attributes: {
        metric_id: metricId,
        measurements: ['count', 'sum_value'],
        interval: 'day',
        by: ['$value_currency'],
        // With their offset, so that they are the same instants whatever the time zone of the query.
        filter: [
          `greater-or-equal(datetime,${from.toISOString()})`,
          `less-than(datetime,${until.toISOString()})`,
        ],
        timezone,
      },
    },
  };
}

function parse(answer: unknown) {
  const { data, error } = Aggregates.safeParse(answer);
  if (error === undefined) return data.data.attributes;
  throw new BookUnreadable('its answer to POST /api/metric-aggregates is not understood');
}

/** A midnight as it is written, or the instant of it, in the zone: no document shows which of them Klaviyo answers. */
function dayOf(date: string, timeZone: string): string {
  if (date.slice(11, 19) === '00:00:00') return date.slice(0, 10);
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(date));
}
