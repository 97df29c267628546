import { createHash } from 'node:crypto';
import { beginnings } from '../aggregates/intervals.ts';
import { aggregate } from '../aggregates/rows.ts';
import { timeRange } from '../aggregates/time-range.ts';
import { WallClock } from '../aggregates/wall-clock.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid, noSuch } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import { metricAggregate } from '../schema/metric-aggregate.ts';
import { document, type Endpoint } from './call.ts';

/** The one dimension that is known here: those of messages and campaigns belong to what the sandbox does not have. */
const CURRENCY = '$value_currency';

/**
 * Counts and sums of a metric's events by interval, in a time zone.
 *
 * Klaviyo: Query Metric Aggregates. The first interval is the whole one that the range begins in, as its answers show.
 */
export const postMetricAggregates: Endpoint = {
  method: 'POST',
  path: '/api/metric-aggregates',
  limit: TIERS.S,
  answer({ account, request, origin }) {
    const query = parseBody(request, metricAggregate).data.attributes;
    const { metric_id: metricId, measurements, interval, by, page_size: size } = query;
    const unknown = (['sort', 'return_fields', 'page_cursor'] as const).filter(
      (name) => query[name]?.length,
    );
    refuseIfAny(
      unknown.map((name) =>
        invalid(`/data/attributes/${name}`, `The sandbox does not know '${name}' here.`),
      ),
    );
    const others = (by ?? []).filter((dimension) => dimension !== CURRENCY);
    refuseIfAny(
      others.map((name) =>
        invalid('/data/attributes/by', `The sandbox does not know the dimension '${name}'.`),
      ),
    );
    const metric = account.metrics.all().find(({ id }) => id === metricId);
    if (metric === undefined) throw new Refused([noSuch('metric', metricId)]);

    const clock = clockOf(query.timezone ?? 'UTC');
    const range = timeRange(query.filter, clock);
    const begins = beginnings(range, interval ?? 'day', clock);
    const events = account.events.ofMetric(metricId);
    const rows = aggregate(events, range, begins, measurements, (by ?? []).length > 0);
    const self = `${origin}/api/metric-aggregates`;
    return document(200, {
      data: {
        type: 'metric-aggregate',
        id: createHash('sha1').update(request.body).digest('hex').slice(0, 16),
        attributes: {
          dates: begins.map((at) => clock.written(at)),
          data: rows.slice(0, size ?? 500),
        },
        links: { self },
      },
      links: { self, next: null, prev: null },
    });
  },
};

function clockOf(timeZone: string): WallClock {
  try {
    return new WallClock(timeZone);
  } catch {
    throw new Refused([
      invalid('/data/attributes/timezone', `'${timeZone}' is not a valid timezone.`),
    ]);
  }
}
