import type { PageEvent } from '@millrace/core';
import type { Happening, Properties } from './klaviyo-event.ts';
import { partId } from './order-event.ts';
import { putProperty, putRest } from './put.ts';

const taken: ReadonlySet<string> = new Set(['url']);
const halfHour = 30 * 60;

/**
 * Somebody is on the site. All pages of a visit have one id, so that Klaviyo counts the first of them: that of
 * `context.sessionId` where there is one. Otherwise a visit is what one visitor sees in one half-hour of the clock, as
 * mapping remembers nothing.
 */
export function activeOnSite(event: PageEvent): Happening {
  const { properties: page, name, timestamp } = event;
  const properties: Properties = {};
  putRest(properties, page, taken, putProperty);
  putProperty(properties, 'name', name);
  putProperty(properties, 'page', page['url'] ?? event.context.page?.url);
  return {
    metric: 'Active on Site',
    uniqueId: visitOf(event),
    time: timestamp,
    value: undefined,
    currency: undefined,
    properties,
  };
}

function visitOf({ context, timestamp, anonymousId, userId, messageId }: PageEvent): string {
  const session = partId(context['sessionId']);
  if (session !== undefined) return `visit_${session}`;
  const seconds = Math.floor(Date.parse(timestamp) / 1_000);
  const visitor = anonymousId ?? userId ?? messageId;
  return `visit_${visitor}_${seconds - (seconds % halfHour)}`;
}
