import type { Account } from '../account/account.ts';
import { DEFAULT_SERVICE } from '../account/metrics.ts';
import type { StoredProfile } from '../account/profile.ts';
import { identify } from '../identity/identify.ts';
import { patchProfile } from '../identity/patch.ts';
import type { Group } from '../rules/group.ts';
import { isTestAddress, type Judged } from '../rules/identifiers.ts';
import { withoutIgnored } from '../rules/properties.ts';
import type { EventAttributes } from '../schema/event.ts';

/** Stores a group that was judged good. */
export function storeGroup(
  account: Account,
  { profile, backfill, events }: Group,
  { identifiers }: Judged,
  at: string,
): void {
  if (isTestAddress(identifiers.email)) {
    for (const { attributes } of events) {
      account.discarded.push({
        reason: 'test_address',
        email: identifiers.email ?? null,
        phone_number: identifiers.phone_number ?? null,
        metric: attributes.metric.data.attributes.name,
        ...(attributes.unique_id && { unique_id: attributes.unique_id }),
      });
    }
    return;
  }
  const owner = identify(account, identifiers, at);
  patchProfile(owner, profile.attributes, profile.meta, at);
  for (const { attributes } of events) storeEvent(account, owner, attributes, backfill, at);
}

function storeEvent(
  account: Account,
  owner: StoredProfile,
  event: EventAttributes,
  backfill: boolean,
  at: string,
): void {
  const { name, service } = event.metric.data.attributes;
  const metric = account.metrics.findOrCreate(name, service ?? DEFAULT_SERVICE, at);
  const outcome = account.events.add({
    id: account.ids.event(),
    metric: name,
    metricId: metric.id,
    profileId: owner.id,
    time: toTheSecond(event.time ?? at),
    // Klaviyo: an event without a value counts as 0 once the metric has had values.
    value: event.value ?? (metric.hasValues ? 0 : null),
    value_currency: event.value_currency ?? null,
    unique_id: event.unique_id ?? null,
    properties: withoutIgnored(event.properties),
    backfill: event.backfill ?? backfill,
  });
  if (outcome === 'duplicate') account.duplicates += 1;
  else if (typeof event.value === 'number') metric.hasValues = true;
}

function toTheSecond(time: string): string {
  return new Date(Math.floor(Date.parse(time) / 1000) * 1000).toISOString();
}
