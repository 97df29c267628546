import * as z from 'zod';
import type { Ask, Reply } from './ask.ts';
import type { KlaviyoFinding } from './finding.ts';

/** What this destination calls its metrics. */
export interface MetricNames {
  readonly orderMetric: string;
  readonly cancelledMetric: string;
}

/** Klaviyo: Metrics API, Get Metrics. Lenient: of an answer nothing is sure. */
const Metric = z.object({
  attributes: z.object({
    name: z.string(),
    integration: z.object({ name: z.string() }).nullish().catch(undefined),
  }),
});
const Metrics = z.object({
  data: z.array(Metric.optional().catch(undefined)).catch([]),
  links: z.object({ next: z.string().nullish() }).optional().catch(undefined),
});

/** Metrics of events that come over the API belong to this one. */
const ourIntegration = 'API';
/** Two hundred metrics are on a page. */
const mostPages = 25;

/**
 * An integration of Klaviyo's own, such as the one for BigCommerce, has metrics of the names that are sent here. To
 * Klaviyo these are others, which count beside ours.
 */
export async function doubleMetrics(
  ask: Ask,
  { orderMetric, cancelledMetric }: MetricNames,
): Promise<readonly KlaviyoFinding[]> {
  const ours = new Set([
    orderMetric,
    cancelledMetric,
    'Ordered Product',
    'Fulfilled Order',
    'Refunded Order',
    'Started Checkout',
  ]);
  const theirs = new Map<string, Set<string>>();
  let path: string | undefined = '/api/metrics';
  for (let pages = 0; path !== undefined && pages < mostPages; pages += 1) {
    const reply: Reply = await ask(path);
    if (reply.status === 'failed') return [reply.finding];
    if (reply.status === 'unknown') return [];
    const { data, links } = Metrics.safeParse(reply.body).data ?? { data: [] };
    for (const metric of data) {
      const integration = metric?.attributes.integration?.name;
      if (metric === undefined || integration === undefined) continue;
      const { name } = metric.attributes;
      if (integration === ourIntegration || !ours.has(name)) continue;
      theirs.set(integration, (theirs.get(integration) ?? new Set()).add(name));
    }
    path = nextPage(links?.next);
  }
  return [...theirs].map(([integration, names]) => ({
    level: 'warning',
    kind: 'double_metrics',
    reason: `The account's integration with ${integration} has metrics of the same names: ${[...names].join(', ')}. While both are on, an order counts twice, and flows may start twice`,
    remedy: `Turn off what ${integration} syncs of orders, or keep these events from here. If it is off already, its metrics are what is left of it, and nothing is wrong.`,
  }));
}

/** Only the cursor is taken from a link: the key goes nowhere but to the endpoint of the settings. */
function nextPage(link: string | null | undefined): string | undefined {
  const query = link?.split('?')[1];
  const cursor = query === undefined ? null : new URLSearchParams(query).get('page[cursor]');
  return cursor === null ? undefined : `/api/metrics?page[cursor]=${encodeURIComponent(cursor)}`;
}
