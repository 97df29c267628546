import type { Event } from '@millrace/core';

const none: Readonly<Record<string, unknown>> = {};

/** What an event says in `integrations.Klaviyo`, when that is an object. Nothing in it is sure. */
export function klaviyoOptions({ integrations }: Event): Readonly<Record<string, unknown>> {
  const said = integrations['Klaviyo'];
  return typeof said === 'object' ? said : none;
}
