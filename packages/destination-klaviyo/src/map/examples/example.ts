import type { Event, Mapping, Profile } from '@millrace/core';

/** One event, and what Klaviyo is told of it: read by tests and docs. */
export interface Example {
  readonly title: string;
  readonly settings?: object;
  readonly in: Event;
  readonly profile: Profile;
  readonly out: Mapping;
}

export const common = {
  messageId: 'm-1',
  timestamp: '2026-07-15T10:00:00.000Z',
  receivedAt: '2026-07-15T10:00:01.000Z',
  context: {},
  integrations: {},
} as const;

export const nobody: Profile = { id: 1, identifiers: [{ type: 'anonymous_id', id: 'a-1' }] };
export const ana: Profile = {
  id: 2,
  identifiers: [
    { type: 'user_id', id: '991' },
    { type: 'email', id: 'ana@kelpwood.co' },
    { type: 'phone', id: '+15005550006' },
  ],
};
/** How Ana appears in Klaviyo. */
export const asAna = { external_id: '991', email: 'ana@kelpwood.co' };

/** How the name of a metric is written. */
export const metric = (name: string) => ({ data: { type: 'metric', attributes: { name } } });
