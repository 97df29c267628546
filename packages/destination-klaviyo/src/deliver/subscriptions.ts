import type { DestinationContext, Outcome } from '@millrace/core';
import type {
  Channel,
  SubscribeOperation,
  SubscribePayload,
  UnsubscribeOperation,
} from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { deliverInParts } from './in-parts.ts';

/** Where each channel is found in `subscriptions`. */
const places = {
  email: ['email', 'marketing'],
  sms: ['sms', 'marketing'],
  sms_transactional: ['sms', 'transactional'],
} as const satisfies Record<Channel, readonly [string, string]>;

/**
 * Delivers operations of lane `subscriptions`, as many in one job as join the same list in the same way. A time of
 * consent makes a historical import of it: that asks nobody to confirm, and starts no flow of the list.
 *
 * Klaviyo: Profiles API, Bulk Subscribe Profiles
 */
export function deliverSubscriptions(
  operations: readonly SubscribeOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  return deliverInParts(operations, {
    together: ({ listId = '', source = '', consentedAt }) =>
      JSON.stringify([listId, source, consentedAt !== undefined]),
    send: (payloads) =>
      api('/api/profile-subscription-bulk-create-jobs', subscribeJob(payloads), context),
  });
}

/**
 * Delivers operations of lane `unsubscriptions`.
 *
 * Klaviyo: Profiles API, Bulk Unsubscribe Profiles
 */
export function deliverUnsubscriptions(
  operations: readonly UnsubscribeOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const withdrawn = { consent: 'UNSUBSCRIBED' };
  return deliverInParts(operations, {
    together: () => '',
    send(payloads) {
      const data = payloads.map(({ channels, ...identifiers }) => {
        const subscriptions = inTheirPlaces(channels, withdrawn);
        return { type: 'profile', attributes: { ...identifiers, subscriptions } };
      });
      const attributes = { profiles: { data } };
      const job = { type: 'profile-subscription-bulk-delete-job', attributes };
      const body = JSON.stringify({ data: job });
      return api('/api/profile-subscription-bulk-delete-jobs', body, context);
    },
  });
}

function subscribeJob(payloads: readonly SubscribePayload[]): string {
  const [first] = payloads;
  const data = payloads.map(({ email, phone_number, channels, consentedAt }) => {
    const consent = {
      consent: 'SUBSCRIBED',
      ...(consentedAt !== undefined && { consented_at: consentedAt }),
    };
    const subscriptions = inTheirPlaces(channels, consent);
    return { type: 'profile', attributes: { email, phone_number, subscriptions } };
  });
  const { listId, source } = first ?? {};
  const list = { data: { type: 'list', id: listId } };
  return JSON.stringify({
    data: {
      type: 'profile-subscription-bulk-create-job',
      attributes: {
        custom_source: source,
        historical_import: first?.consentedAt !== undefined,
        profiles: { data },
      },
      ...(listId !== undefined && { relationships: { list } }),
    },
  });
}

function inTheirPlaces(channels: readonly Channel[], consent: object): object {
  const subscriptions: Record<string, Record<string, object>> = {};
  for (const channel of channels) {
    const [name, kind] = places[channel];
    subscriptions[name] = { ...subscriptions[name], [kind]: consent };
  }
  return subscriptions;
}
