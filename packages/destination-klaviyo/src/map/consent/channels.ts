import type { Channel } from './payload.ts';

export const allChannels: readonly Channel[] = ['email', 'sms', 'sms_transactional'];

/** The identifier that a channel reaches people by. */
export const reachedBy = (channel: Channel): 'email' | 'phone' =>
  channel === 'email' ? 'email' : 'phone';

/**
 * The channels that an event names in its property `channels` (a list, or one name) or `channel`.
 *
 * @returns `undefined` when it names none; a string that says what is wrong when it names others.
 */
export function channelsIn(
  properties: Readonly<Record<string, unknown>>,
): readonly Channel[] | string | undefined {
  const said = properties['channels'] ?? properties['channel'];
  if (said === undefined || said === null) return undefined;
  const names: readonly unknown[] = Array.isArray(said) ? said : [said];
  const channels = allChannels.filter((channel) => names.includes(channel));
  if (names.length > 0 && names.every((name) => allChannels.includes(name as Channel))) {
    return channels;
  }
  return `its channels are not understood; Klaviyo is told of ${allChannels.join(', ')}`;
}
