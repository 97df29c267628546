import { type Destination, defineDestination, parseSettings } from '@millrace/core';
import { createApi } from './deliver/api.ts';
import { deliverEvents } from './deliver/events.ts';
import { deliverProfiles } from './deliver/profiles.ts';
import { accepts, mapEvent } from './map/map-event.ts';
import type { EventOperation, Payload, ProfileOperation } from './map/payload.ts';
import { type KlaviyoSettings, Settings } from './settings.ts';

/**
 * Delivers events to Klaviyo.
 *
 * `Order Completed` becomes a Placed Order and an Ordered Product for each line, `identify` becomes the profile, and
 * every other track event a metric of its own name. `page`, `screen`, `group` and `alias` are not taken.
 *
 * @throws {InvalidSettings} naming every setting that is wrong, and no value.
 *
 * @example
 * klaviyo({ apiKey: process.env.KLAVIYO_API_KEY })
 */
export function klaviyo(settings: KlaviyoSettings): Destination {
  const parsed = parseSettings('klaviyo', Settings, settings);
  const api = createApi(parsed);

  return defineDestination<Payload>({
    name: 'Klaviyo',
    lanes: {
      // Klaviyo: Bulk Create Events takes 1,000 events and 5 MB; the rest is for the envelopes of the events.
      events: { maxOperations: 1_000, maxBytes: 4_500_000, concurrency: 4 },
      // Klaviyo: Bulk Import Profiles tells nothing of a profile that it refused, so each goes alone.
      profiles: { maxOperations: 1, concurrency: 8 },
    },
    accepts,
    map: (event, profile) => mapEvent(event, profile, parsed),
    deliver({ lane, operations }, context) {
      return lane === 'profiles'
        ? deliverProfiles(operations as readonly ProfileOperation[], api, context)
        : deliverEvents(operations as readonly EventOperation[], api, context);
    },
  });
}
