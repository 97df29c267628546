import type { Mapping, Profile, TrackEvent } from '@millrace/core';
import { allChannels, channelsIn, reachedBy } from './channels.ts';
import { ask, type ConsentMapping, type ConsentRules, unidentified } from './consent-mapping.ts';
import { leaveList } from './membership.ts';
import type {
  Channel,
  ConsentPayload,
  UnsubscribeOperation,
  UnsubscribePayload,
} from './payload.ts';
import { personOf } from './who.ts';

/** `User Unsubscribed`: from all channels, unless `channels` says otherwise. */
export const unsubscribe: ConsentMapping = (event, profile, rules) =>
  withdraw(event, allChannels, profile, rules);

/** `Unsubscribed`, which Segment's spec of email events has: from emails, unless `channels` says otherwise. */
export const unsubscribeEmail: ConsentMapping = (event, profile, rules) =>
  withdraw(event, ['email'], profile, rules);

/**
 * Each channel is withdrawn by the identifier that it reaches people by, each in an operation of its own: an email and
 * a phone number may be known to Klaviyo as two people. `enforceEmail` withdraws nothing from nobody.
 *
 * With `list_id` they leave that list and keep their other consent. Klaviyo's own way to say that would unsubscribe
 * whoever is not on the list from everything, and so whoever has left it already when a call is repeated.
 *
 * Klaviyo: Profiles API, Bulk Unsubscribe Profiles
 */
function withdraw(
  event: TrackEvent,
  usual: readonly Channel[],
  profile: Profile,
  rules: ConsentRules,
): Mapping<ConsentPayload> {
  const { list_id: list } = event.properties;
  if (list !== undefined && list !== null) return leaveList(event, profile, rules);
  const channels = channelsIn(event.properties) ?? usual;
  if (typeof channels === 'string') return { reject: channels };
  const { email, phone } = personOf(event, profile, rules);
  const operations: UnsubscribeOperation[] = [];
  const add = (how: 'email' | 'phone', identifier: Omit<UnsubscribePayload, 'channels'>): void => {
    const reached = channels.filter((channel) => reachedBy(channel) === how);
    if (reached.length === 0) return;
    const payload = { ...identifier, channels: reached };
    operations.push(ask('unsubscriptions', event, payload, `:${how}`));
  };
  if (email !== undefined) add('email', { email });
  if (phone !== undefined) add('phone', { phone_number: phone });
  if (operations.length > 0) return { operations };
  return unidentified('neither email nor phone number is known to unsubscribe', rules);
}
