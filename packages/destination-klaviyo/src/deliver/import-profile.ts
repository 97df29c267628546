import { delivered, type DestinationContext, type Outcome, type Warning } from '@millrace/core';
import type { ProfilePayload } from '../map/payload.ts';
import type { ProfileAttributes } from '../map/profile.ts';
import type { Answer, Api, Refusal } from './api.ts';
import { identifierClash, phoneRefused, rungs } from './clash.ts';
import { errorsIn, refusal } from './errors.ts';

/** A call of lane `profiles` makes this many requests at most. */
export const importsPerCall = 10;

/**
 * Tells Klaviyo of one profile.
 *
 * Klaviyo: Profiles API, Create or Update Profile
 */
export async function importProfile(
  payload: ProfilePayload,
  api: Api,
  context: DestinationContext,
): Promise<Outcome> {
  const send = async ({ attributes, meta }: ProfilePayload): Promise<Answer> => {
    const body = JSON.stringify({ data: { type: 'profile', attributes, meta } });
    const answer = await api('/api/profile-import', body, context);
    // What remains is told in requests, and a call makes several.
    const quota = answer.quota.map(({ remaining, resetAt }) => {
      return { remaining: Math.ceil(remaining / importsPerCall), resetAt };
    });
    if (quota.length > 0) context.quota('profiles', ...quota);
    return answer;
  };

  const warnings: Warning[] = [];
  let { attributes } = payload;
  let answer = await send(payload);
  const milder = answer.ok ? undefined : withoutRefusedPhone(attributes, answer);
  if (milder !== undefined) {
    attributes = milder;
    answer = await send({ ...payload, attributes });
    warnings.push(phoneRefused);
  }
  for (const rung of answer.ok ? [] : rungs(attributes)) {
    if (answer.ok || answer.status !== 409) break;
    const other = duplicateIn(answer);
    answer = await send({ ...payload, attributes: rung.attributes });
    if (answer.ok) warnings.push(identifierClash(rung.dropped, other));
  }
  if (!answer.ok) return { status: 'rejected', reason: whyRefused(answer) };
  return warnings.length > 0 ? { status: 'delivered', warnings } : delivered;
}

/** The same profile without the phone number that Klaviyo found fault with, if an identifier is left without it. */
function withoutRefusedPhone(
  attributes: Readonly<ProfileAttributes>,
  { body }: Refusal,
): ProfileAttributes | undefined {
  const isRefused = errorsIn(body).some(
    ({ source }) => source?.pointer === '/data/attributes/phone_number',
  );
  return isRefused ? withoutPhone(attributes) : undefined;
}

/** A number of the right form may still be nobody's: it is kept as a property, and the profile with it. */
function withoutPhone(attributes: Readonly<ProfileAttributes>): ProfileAttributes | undefined {
  const { phone_number, ...rest } = attributes;
  if (typeof phone_number !== 'string' || !(rest.email ?? rest.external_id)) return undefined;
  return { ...rest, properties: { ...rest.properties, phone: phone_number } };
}

const duplicateIn = ({ body }: Refusal): string | undefined =>
  errorsIn(body)[0]?.meta?.duplicate_profile_id;

function whyRefused(answer: Refusal): string {
  const reason = refusal(answer.status, errorsIn(answer.body)[0]);
  const duplicate = duplicateIn(answer);
  return duplicate === undefined ? reason : `${reason}, duplicate_profile_id ${duplicate}`;
}
