import { type DestinationContext, DestinationUnavailable } from '@millrace/core';
import * as z from 'zod';
import type { ProfilePayload } from '../map/payload.ts';
import type { ProfileAttributes } from '../map/profile.ts';
import type { Api } from './api.ts';
import { errorsIn, refusal } from './errors.ts';
import { jsonOf } from './find-profiles.ts';

const Fields = z.record(z.string(), z.unknown());
const Found = z.object({ data: z.array(z.object({ attributes: Fields })) });

/**
 * What a profile that was told late may still say: what Klaviyo does not know. Whatever it knows may be newer. So it is
 * asked first; of somebody new, all is said. Nothing late clears or takes away.
 *
 * @throws {DestinationUnavailable} when Klaviyo cannot be asked.
 */
export async function onlyWhatIsUnknown(
  { attributes, meta }: ProfilePayload,
  api: Api,
  context: DestinationContext,
): Promise<ProfilePayload> {
  const { append } = meta?.patch_properties ?? {};
  const patch = append === undefined ? {} : { meta: { patch_properties: { append } } };
  const known = await ask(attributes, api, context);
  return { attributes: unknownOf(attributes, known), ...patch };
}

async function ask(
  { email, external_id, phone_number, _kx }: Readonly<ProfileAttributes>,
  api: Api,
  context: DestinationContext,
): Promise<Readonly<Record<string, unknown>>> {
  const [kind, value] = Object.entries({ email, external_id, phone_number, _kx }).find(
    ([, id]) => typeof id === 'string',
  ) ?? ['email', ''];
  const filter = encodeURIComponent(`equals(${kind},${JSON.stringify(value)})`);
  const answer = await api(`/api/profiles?filter=${filter}`, undefined, context);
  if (!answer.ok) {
    const said = refusal(answer.status, errorsIn(answer.body)[0]);
    throw new DestinationUnavailable(`Klaviyo could not be asked for a profile: ${said}`);
  }
  const { success, data } = Found.safeParse(jsonOf(answer.body));
  if (success) return data.data[0]?.attributes ?? {};
  throw new DestinationUnavailable('Klaviyo’s answer to /api/profiles is not understood');
}

const identifiers = new Set(['email', 'external_id', 'phone_number', '_kx']);
const compound = new Set(['location', 'properties']);

function unknownOf(
  attributes: Readonly<ProfileAttributes>,
  known: Readonly<Record<string, unknown>>,
): ProfileAttributes {
  const kept = Object.entries(attributes).flatMap(([name, value]: [string, unknown]) => {
    if (compound.has(name)) {
      const inner = isObject(known[name]) ? known[name] : {};
      const rest = isObject(value) ? unknownOf(value, inner) : {};
      return Object.keys(rest).length > 0 ? [[name, rest]] : [];
    }
    // A phone number is an identifier of this profile only if it has no other.
    const isNew = known[name] === undefined || known[name] === null;
    return isNew || (identifiers.has(name) && name !== 'phone_number') ? [[name, value]] : [];
  });
  return Object.fromEntries(kept) as ProfileAttributes;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
