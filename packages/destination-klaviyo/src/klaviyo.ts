import { type Destination, defineDestination, parseSettings } from '@millrace/core';
import { createApi } from './deliver/api.ts';
import { deliverEvents } from './deliver/events.ts';
import { deliverProfiles } from './deliver/profiles.ts';
import { accepts, mapEvent } from './map/map-event.ts';
import type { EventOperation, Payload, ProfileOperation } from './map/payload.ts';
import { type KlaviyoSettings, Settings } from './settings.ts';

/** Klaviyo: Rate limits, status codes, and errors. */
const lanes = {
  events: {
    // Klaviyo: Bulk Create Events takes 1,000 events and 5 MB; the rest is for the envelopes of the events.
    maxOperations: 1_000,
    maxBytes: 4_500_000,
    concurrency: 4,
    // Of bulk requests. When single ones come faster than these, they queue, and go together in a bulk request.
    limits: [
      { calls: 10, perMs: 1_000 },
      { calls: 150, perMs: 60_000 },
    ],
  },
  profiles: {
    // Klaviyo: Bulk Import Profiles says only later, and elsewhere, which profiles it refused: so each goes alone.
    maxOperations: 1,
    concurrency: 8,
    limits: [
      { calls: 75, perMs: 1_000 },
      { calls: 750, perMs: 60_000 },
    ],
  },
} as const;

/**
 * Delivers events to Klaviyo.
 *
 * `Order Completed` becomes a Placed Order and an Ordered Product for each line, `identify` becomes the profile, and
 * every other track event a metric of its own name. `page`, `screen`, `group` and `alias` are not taken.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, and no value.
 *
 * @example
 * klaviyo({ apiKey })
 */
export function klaviyo(settings: KlaviyoSettings): Destination {
  const parsed = parseSettings('klaviyo', Settings, settings);
  const api = createApi(parsed);

  return defineDestination<Payload>({
    name: 'Klaviyo',
    lanes,
    accepts,
    map: (event, profile) => mapEvent(event, profile, parsed),
    deliver({ lane, operations }, context) {
      return lane === 'profiles'
        ? deliverProfiles(operations as readonly ProfileOperation[], api, context)
        : deliverEvents(operations as readonly EventOperation[], api, context);
    },
  });
}
