import { emailOf, type Event, type Mapping, type Profile } from '@millrace/core';
import { whyNoEmail } from '../identity.ts';
import { klaviyoOptions } from '../profile-options.ts';
import { channelsIn, reachedBy } from './channels.ts';
import { ask, type ConsentMapping, type ConsentRules, unidentified } from './consent-mapping.ts';
import type { Channel, SubscribePayload } from './payload.ts';
import { personOf } from './who.ts';

/**
 * `User Subscribed`: they agreed to get messages. By email, unless `channels` says otherwise: nobody agrees to text
 * messages by giving a number. They join the list `list_id`, else that of `integrations.Klaviyo.listId` or of the
 * settings.
 *
 * Klaviyo: Profiles API, Bulk Subscribe Profiles
 */
export const subscribe: ConsentMapping = (event, profile, rules) => {
  const channels = channelsIn(event.properties) ?? (['email'] as const);
  if (typeof channels === 'string') return { reject: channels };
  const { list_id: list, consented_at: consentedAt, source } = event.properties;
  const options = klaviyoOptions(event);
  const listId = textIn(list) ?? textIn(options['listId']) ?? rules.listId;
  return subscription(event, profile, rules, { channels, listId, consentedAt, source });
};

/**
 * What `integrations.Klaviyo.listId` asks for beside what the event is itself: that its person joins a list, and so
 * agrees to get emails. Segment's Klaviyo destination has it on identify; here it may also be on a track.
 *
 * @returns `undefined` when it is not asked for.
 */
export function listSubscription(
  event: Event,
  profile: Profile,
  rules: ConsentRules,
): Mapping<SubscribePayload> | undefined {
  const { listId, consentedAt } = klaviyoOptions(event);
  const list = textIn(listId);
  if (list === undefined) return undefined;
  return subscription(event, profile, rules, { channels: ['email'], listId: list, consentedAt });
}

interface Asked {
  readonly channels: readonly Channel[];
  readonly listId: string | undefined;
  readonly consentedAt: unknown;
  readonly source?: unknown;
}

function subscription(
  event: Event,
  profile: Profile,
  rules: ConsentRules,
  asked: Asked,
): Mapping<SubscribePayload> {
  const { email, phone } = personOf(event, profile, rules);
  const needs = new Set(asked.channels.map(reachedBy));
  if (email === undefined && (needs.has('email') || rules.enforceEmail)) {
    return unidentified(whyNoEmail(emailOf(event)), rules);
  }
  if (needs.has('phone') && phone === undefined) {
    return unidentified('no phone number in E.164 form is known to subscribe to SMS', rules);
  }
  const confirm = klaviyoOptions(event)['confirmOptin'] ?? rules.confirmOptin;
  const consentedAt = confirm === false ? timeOfConsent(event, asked.consentedAt) : undefined;
  if (consentedAt === null) {
    return { reject: 'its time of consent is no time; write it as ISO 8601' };
  }
  const source = textIn(asked.source);
  const payload: SubscribePayload = {
    ...(email !== undefined && { email }),
    ...(needs.has('phone') && phone !== undefined && { phone_number: phone }),
    channels: asked.channels,
    ...(asked.listId !== undefined && { listId: asked.listId }),
    ...(consentedAt !== undefined && { consentedAt }),
    ...(source !== undefined && { source }),
  };
  return { operations: [ask('subscriptions', event, payload)] };
}

/**
 * When they agreed: as the event says, else when it happened. Klaviyo takes no time to come, such as a clock that is
 * fast would tell.
 */
function timeOfConsent(event: Event, said: unknown): string | null {
  const at = said === undefined || said === null ? event.timestamp : said;
  const time = typeof at === 'string' ? Date.parse(at) : Number.NaN;
  if (Number.isNaN(time)) return null;
  return new Date(Math.min(time, Date.parse(event.receivedAt))).toISOString();
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
