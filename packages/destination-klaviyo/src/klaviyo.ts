import { type Destination, defineDestination, parseSettings } from '@millrace/core';
import { accountOf } from './account.ts';
import { check } from './check/check.ts';
import { createApi } from './deliver/api.ts';
import { consentLanes, deliverConsent, isConsentLane } from './deliver/consent.ts';
import { deliverEvents } from './deliver/events.ts';
import { importsPerCall } from './deliver/import-profile.ts';
import { Profiles } from './deliver/profiles.ts';
import { requestBytesLimit } from './map/limits.ts';
import { accepts, mapEvent } from './map/map-event.ts';
import type { EventOperation, Payload, ProfileOperation } from './map/payload.ts';
import { type KlaviyoSettings, Settings } from './settings.ts';

/** Klaviyo: Rate limits, status codes, and errors. */
const lanes = {
  events: {
    // Klaviyo: Bulk Create Events takes 1,000 events and 5 MB.
    maxOperations: 1_000,
    maxBytes: requestBytesLimit,
    concurrency: 4,
    // Of bulk requests.
    limits: [
      { calls: 10, perMs: 1_000 },
      { calls: 150, perMs: 60_000 },
    ],
    // Of single ones. What comes faster than these queues, and goes together in a bulk request.
    singleLimits: [
      { calls: 350, perMs: 1_000 },
      { calls: 3_500, perMs: 60_000 },
    ],
  },
  profiles: {
    // Klaviyo: Bulk Import Profiles takes 10,000 profiles and 5 MB.
    maxOperations: 1_000,
    maxBytes: 4_500_000,
    concurrency: 4,
    // Up to ten profiles of a call go alone, of which Klaviyo takes 75 a second and 750 a minute. Of bulk imports it takes
    // 10 a second and 150 a minute, and as many questions about them: these limits leave room for two to each.
    limits: [
      { calls: Math.floor(75 / importsPerCall), perMs: 1_000 },
      { calls: 750 / importsPerCall, perMs: 60_000 },
    ],
  },
  ...consentLanes,
} as const;

/**
 * Delivers events to Klaviyo.
 *
 * The events of a shop become Klaviyo's metrics: `Order Completed` a Placed Order and an Ordered Product for each line,
 * `Product Viewed` a Viewed Product, and so on. Every other track event becomes a metric of its own name, and `identify`
 * the profile. `page` is taken if `activeOnSite` says so; `screen`, `group` and `alias` are not.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, and no value.
 *
 * @example
 * klaviyo({ apiKey })
 */
export function klaviyo(settings: KlaviyoSettings): Destination {
  const parsed = parseSettings('klaviyo', Settings, settings);
  const api = createApi(parsed);
  const profiles = new Profiles(api);

  return defineDestination<Payload>({
    name: 'Klaviyo',
    account: accountOf(parsed.apiKey),
    lanes,
    accepts: (event) => accepts(event, parsed),
    ...(parsed.checkAtStart && { start: (context) => check(parsed, context) }),
    map: (event, profile) => mapEvent(event, profile, parsed),
    deliver({ lane, operations }, context) {
      if (isConsentLane(lane)) return deliverConsent(lane, operations, api, context);
      return lane === 'profiles'
        ? profiles.deliver(operations as readonly ProfileOperation[], context)
        : deliverEvents(operations as readonly EventOperation[], api, context);
    },
  });
}
