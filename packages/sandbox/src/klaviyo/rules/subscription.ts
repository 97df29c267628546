import type { ConsentKey } from '../account/profile.ts';
import { invalid } from '../protocol/problems.ts';
import type { Problem } from '../protocol/refusal.ts';

interface Setting {
  readonly consent: string;
  readonly consented_at?: string | null | undefined;
}

type Subscriptions = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

interface Sent {
  readonly email?: string | null | undefined;
  readonly phone_number?: string | null | undefined;
  readonly subscriptions: Subscriptions;
}

/** Which identifier a channel needs; push has its tokens. */
const NEEDS: Readonly<Record<string, 'email' | 'phone_number'>> = {
  email: 'email',
  sms: 'phone_number',
  whatsapp: 'phone_number',
};

/** Every `<channel>.<type>` that a request speaks of. */
export function channelsOf(
  subscriptions: Subscriptions,
): { key: ConsentKey; setting: Setting; path: string }[] {
  return Object.entries(subscriptions).flatMap(([channel, types]) =>
    Object.entries(types ?? {}).flatMap(([type, setting]) =>
      isSetting(setting)
        ? [{ key: `${channel}.${type}` as ConsentKey, setting, path: `${channel}/${type}` }]
        : [],
    ),
  );
}

/** A channel needs its identifier (Klaviyo: Bulk Subscribe Profiles). */
export function channelProblems(sent: Sent, pointer: string): Problem[] {
  return Object.entries(sent.subscriptions).flatMap(([channel, types]) => {
    const needed = NEEDS[channel];
    if (!types || !needed || sent[needed]) return [];
    const detail = `'${needed}' must not be empty when the ${channel} channel is included.`;
    return [invalid(`${pointer}/${needed}`, detail)];
  });
}

/** `consented_at` is for historical imports: needed there, in the past, and an error elsewhere. */
export function consentProblems(
  sent: Sent,
  pointer: string,
  { historical, now }: { readonly historical: boolean; readonly now: number },
): Problem[] {
  const dates = channelsOf(sent.subscriptions).flatMap(({ setting, path, key }) => {
    const where = `${pointer}/subscriptions/${path}/consented_at`;
    const { consented_at: consentedAt } = setting;
    if (!historical) {
      return consentedAt ? [invalid(where, 'Only a historical import has a consented_at.')] : [];
    }
    if (!consentedAt) {
      // There is no place for a date in the consent to open tracking.
      return key.endsWith('.open_tracking')
        ? []
        : [invalid(where, 'A historical import needs a consented_at.')];
    }
    return Date.parse(consentedAt) > now ? [invalid(where, 'Must be in the past.')] : [];
  });
  return [...channelProblems(sent, pointer), ...dates];
}

function isSetting(value: unknown): value is Setting {
  return typeof value === 'object' && value !== null && 'consent' in value;
}
