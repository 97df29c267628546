import * as z from 'zod';
import type { TrackRules } from '../map/track-mapping.ts';
import type { AskBook } from './ask.ts';
import { cursorIn } from './cursor.ts';
import { BookUnreadable } from './errors.ts';

/** The events that have metrics of other names, or several. Any other is a metric of its own name. */
const ours = {
  'Product Viewed': () => ['Viewed Product'],
  'Product Added': () => ['Added to Cart'],
  'Checkout Started': () => ['Started Checkout'],
  'Order Completed': ({ orderMetric }: TrackRules) => [orderMetric, 'Ordered Product'],
  'Order Fulfilled': () => ['Fulfilled Order'],
  'Order Cancelled': ({ cancelledMetric }: TrackRules) => [cancelledMetric],
  'Order Refunded': () => ['Refunded Order'],
} as const satisfies Readonly<Record<string, (rules: TrackRules) => readonly string[]>>;

/** The metrics that an event is told as. */
export function metricsOf(event: string, rules: TrackRules): readonly string[] {
  return Object.hasOwn(ours, event) ? ours[event as keyof typeof ours](rules) : [event];
}

/** Klaviyo: Metrics API, Get Metrics. Lenient: of an answer nothing is sure. */
const Metrics = z.object({
  data: z.array(
    z
      .object({
        id: z.string(),
        attributes: z.object({
          name: z.string(),
          integration: z.object({ name: z.string() }).nullish().catch(undefined),
        }),
      })
      .optional()
      .catch(undefined),
  ),
  links: z.unknown(),
});

/** Metrics of events that come over the API belong to this one; those of Klaviyo's own integrations are others. */
const ourIntegration = 'API';
const mostPages = 50;

/** Finds the ids of metrics by their names, which Klaviyo has no filter for. What is found is remembered. */
export function createMetricIds(ask: AskBook) {
  const known = new Map<string, string>();

  async function read(signal: AbortSignal): Promise<void> {
    let cursor: string | undefined;
    for (let pages = 0; pages < mostPages; pages += 1) {
      const query = {
        filter: `equals(integration.name,"${ourIntegration}")`,
        ...(cursor !== undefined && { 'page[cursor]': cursor }),
      };
      const page = Metrics.safeParse(await ask({ path: '/api/metrics', query, signal })).data;
      if (page === undefined) {
        throw new BookUnreadable('its answer to GET /api/metrics is not understood');
      }
      for (const metric of page.data) {
        if (metric?.attributes.integration?.name !== ourIntegration) continue;
        known.set(metric.attributes.name, metric.id);
      }
      cursor = cursorIn(page.links);
      if (cursor === undefined) return;
    }
  }

  /** @returns `undefined` for a metric that has no events yet. */
  return async (name: string, signal: AbortSignal): Promise<string | undefined> => {
    if (!known.has(name)) await read(signal);
    return known.get(name);
  };
}
