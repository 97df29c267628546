import { DEFAULT_SERVICE, type Metric } from '../account/metrics.ts';
import { parseFilter } from '../protocol/filter.ts';
import { page, readQuery } from '../protocol/page.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { document, type Endpoint } from './call.ts';

const FILTERS = { 'integration.name': ['equals'], 'integration.category': ['equals'] } as const;

/** Klaviyo has no filter by the name of a metric. */
export const getMetrics: Endpoint = {
  method: 'GET',
  path: '/api/metrics',
  limit: TIERS.M,
  answer({ account, request, origin }) {
    const query = readQuery(request, ['filter', 'page[cursor]']);
    const terms = parseFilter(query.get('filter'), FILTERS);
    const found = account.metrics.all().filter((metric) => {
      const { name, category } = integration(metric);
      return terms.every(({ field, values }) =>
        values.includes(field === 'integration.name' ? name : category),
      );
    });
    const { items, links } = page(found, request, origin, { usual: 200, most: 200 });
    return document(200, { data: items.map((metric) => resource(metric, origin)), links });
  },
};

function integration({ service }: Metric) {
  const name = service === DEFAULT_SERVICE ? 'API' : service;
  return { object: 'integration', id: service, key: service, name, category: 'API' };
}

function resource(metric: Metric, origin: string): unknown {
  const { id, name, created, updated } = metric;
  return {
    type: 'metric',
    id,
    attributes: { name, created, updated, integration: integration(metric) },
    links: { self: `${origin}/api/metrics/${id}` },
  };
}
