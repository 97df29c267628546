import type { Event, IdentifyEvent, Mapping, Profile, TrackEvent } from '@millrace/core';
import { identityOf, type IdentityRules } from './identity.ts';
import { eventAttributes } from './klaviyo-event.ts';
import { eventProblem, eventProfileProblem, profileProblem } from './limits.ts';
import type { EventOperation, Payload } from './payload.ts';
import { type EventProfile } from './profile.ts';
import { profileImport } from './profile-import.ts';
import { mappingFor } from './table.ts';
import type { TrackRules } from './track-mapping.ts';

export interface MapRules extends IdentityRules, TrackRules {
  readonly whenUnidentified: 'hold' | 'drop';
}

/** The two calls that Klaviyo is told of the world by. */
export function accepts(event: Event): event is TrackEvent | IdentifyEvent {
  return event.type === 'track' || event.type === 'identify';
}

/** What an event is worth in Klaviyo. Pure. */
export function mapEvent(event: Event, profile: Profile, rules: MapRules): Mapping<Payload> {
  if (!accepts(event)) return { drop: `Klaviyo has no use for ${event.type}` };
  const { known, unknown } = identityOf(event, profile, rules);
  if (known === undefined) {
    return rules.whenUnidentified === 'hold' ? { hold: unknown } : { drop: unknown };
  }
  return event.type === 'identify' ? mapIdentify(event, known) : mapTrack(event, known, rules);
}

function mapIdentify(event: IdentifyEvent, known: EventProfile): Mapping<Payload> {
  const payload = profileImport(event, known);
  const problem = profileProblem(payload);
  if (problem !== undefined) return { reject: problem };
  return { operations: [{ lane: 'profiles', key: event.messageId, payload }] };
}

/** What an event of a bulk request takes besides itself, at most: its brackets, and a profile of its own. */
const envelopeBytes = 1_000;

function mapTrack(event: TrackEvent, known: EventProfile, rules: MapRules): Mapping<Payload> {
  const happenings = mappingFor(event.event)(event, rules);
  if (typeof happenings === 'string') return { reject: happenings };
  const profile = withNames(known, event);
  const profileProblem = eventProfileProblem(profile);
  if (profileProblem !== undefined) return { reject: profileProblem };

  const operations: EventOperation[] = [];
  for (const happening of happenings) {
    const attributes = eventAttributes(happening);
    const problem = eventProblem(attributes, event.receivedAt);
    if (problem !== undefined) return { reject: `${happening.metric}: ${problem}` };
    const key = `${happening.metric}:${happening.uniqueId}`;
    const json = JSON.stringify(attributes);
    const bytes = Buffer.byteLength(json) + envelopeBytes;
    operations.push({ lane: 'events', key, payload: { profile, event: json }, bytes });
  }
  return { operations };
}

/** Only what this event says itself: anything older would overwrite what Klaviyo has learnt since. */
function withNames(known: EventProfile, { context }: TrackEvent): EventProfile {
  const { firstName, lastName } = context.traits ?? {};
  if (firstName) known.first_name = firstName;
  if (lastName) known.last_name = lastName;
  return known;
}
