import type {
  Event,
  IdentifyEvent,
  Mapping,
  PageEvent,
  Profile,
  TrackEvent,
  Warning,
} from '@millrace/core';
import { activeOnSite } from './active-on-site.ts';
import type { ConsentRules } from './consent/consent-mapping.ts';
import { listSubscription } from './consent/subscribe.ts';
import { consentMappingFor } from './consent/table.ts';
import { identityOf, phoneLeftOut } from './identity.ts';
import { eventProfileProblem, profileBytesOf, profileProblem } from './limits.ts';
import type { EventOperation, Payload } from './payload.ts';
import { type EventProfile } from './profile.ts';
import { isLate } from './profile-freshness.ts';
import { profileImport } from './profile-import.ts';
import { patchOf } from './profile-patch.ts';
import { mappingFor } from './table.ts';
import type { TrackRules } from './track-mapping.ts';
import { testAddress } from './warnings.ts';
import { writeEvent } from './write-event.ts';

export interface MapRules extends ConsentRules, TrackRules {
  readonly activeOnSite: boolean;
}

/** The calls that Klaviyo is told of the world by. */
export function accepts(
  event: Event,
  rules: Pick<MapRules, 'activeOnSite'>,
): event is TrackEvent | IdentifyEvent | PageEvent {
  const { type } = event;
  return type === 'track' || type === 'identify' || (type === 'page' && rules.activeOnSite);
}

/** What an event is worth in Klaviyo. Pure. */
export function mapEvent(event: Event, profile: Profile, rules: MapRules): Mapping<Payload> {
  if (!accepts(event, rules)) return { drop: `Klaviyo has no use for ${event.type}` };
  const consent = event.type === 'track' ? consentMappingFor(event.event) : undefined;
  if (consent !== undefined) return consent(event as TrackEvent, profile, rules);
  const { known, unknown } = identityOf(event, profile, rules);
  if (known === undefined) {
    // Klaviyo says it of those it knows. To keep every page of everybody else would be to keep a log of the web site.
    const isHeld = rules.whenUnidentified === 'hold' && event.type !== 'page';
    return isHeld ? { hold: unknown } : { drop: unknown };
  }
  const mapping =
    event.type === 'identify'
      ? mapIdentify(event, known, rules)
      : mapHappenings(event, known, rules);
  if (event.type === 'page' || !('operations' in mapping)) return mapping;
  const asked = listSubscription(event, profile, rules);
  if (asked === undefined || !('operations' in asked)) return asked ?? mapping;
  return { ...mapping, operations: [...mapping.operations, ...asked.operations] };
}

function mapIdentify(event: IdentifyEvent, known: EventProfile, rules: MapRules): Mapping<Payload> {
  const payload = profileImport(event, known);
  const problem = profileProblem(payload);
  if (problem !== undefined) return { reject: problem };
  const warnings = [testAddress(known.email), phoneLeftOut(event, known, rules)].filter(isWarning);
  const operations = [{ lane: 'profiles', key: event.messageId, payload }];
  return warnings.length > 0 ? { operations, warnings } : { operations };
}

function mapHappenings(
  event: TrackEvent | PageEvent,
  known: EventProfile,
  rules: MapRules,
): Mapping<Payload> {
  const happenings =
    event.type === 'page' ? [activeOnSite(event)] : mappingFor(event.event)(event, rules);
  if (typeof happenings === 'string') return { reject: happenings };
  const profile = withNames(known, event);
  const profileBytes = profileBytesOf(profile);
  const profileProblem = eventProfileProblem(profileBytes);
  if (profileProblem !== undefined) return { reject: profileProblem };

  const warnings = [testAddress(profile.email), phoneLeftOut(event, profile, rules)].filter(
    isWarning,
  );
  const backfill = event.context.backfill === true;
  const writing = { profile, profileBytes, receivedAt: event.receivedAt, backfill, warnings };
  const operations: EventOperation[] = [];
  for (const happening of happenings) {
    const operation = writeEvent(happening, writing);
    if (typeof operation === 'string') return { reject: operation };
    operations.push(operation);
  }
  return warnings.length > 0 ? { operations, warnings } : { operations };
}

const isWarning = (warning: Warning | undefined): warning is Warning => warning !== undefined;

/** Only what this event says itself: anything older would overwrite what Klaviyo has learnt since. */
function withNames(known: EventProfile, event: TrackEvent | PageEvent): EventProfile {
  const meta = patchOf(event);
  if (meta !== undefined) known.meta = meta;
  const { traits } = event.context;
  if (!traits || isLate(event)) return known;
  if (traits.firstName) known.first_name = traits.firstName;
  if (traits.lastName) known.last_name = traits.lastName;
  return known;
}
