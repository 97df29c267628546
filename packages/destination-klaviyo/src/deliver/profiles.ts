import { delivered, type DestinationContext, type Outcome } from '@millrace/core';
import type { ProfileOperation, ProfilePayload } from '../map/payload.ts';
import type { Answer, Api } from './api.ts';
import { errorsIn, refusal } from './errors.ts';

/** Delivers operations of lane `profiles`: each alone. */
export async function deliverProfiles(
  operations: readonly ProfileOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { payload } of operations) outcomes.push(await importProfile(payload, api, context));
  return outcomes;
}

async function importProfile(
  payload: ProfilePayload,
  api: Api,
  context: DestinationContext,
): Promise<Outcome> {
  const send = (attributes: ProfilePayload) =>
    api('/api/profile-import', JSON.stringify({ data: { type: 'profile', attributes } }), context);

  let answer = await send(payload);
  const milder = answer.ok ? undefined : withoutWhatClashes(payload, answer);
  if (milder !== undefined) answer = await send(milder);
  return answer.ok ? delivered : { status: 'rejected', reason: whyRefused(answer) };
}

type Refusal = Extract<Answer, { ok: false }>;

/** The same profile without the identifier that Klaviyo cannot take, if one is left without it. */
function withoutWhatClashes(payload: ProfilePayload, answer: Refusal): ProfilePayload | undefined {
  if (answer.status === 409) return underOneIdentifier(payload);
  const refusedPhone = errorsIn(answer.body).some(
    ({ source }) => source?.pointer === '/data/attributes/phone_number',
  );
  return refusedPhone ? withoutPhone(payload) : undefined;
}

/** Its identifiers are of two profiles. The email tells which is meant. */
function underOneIdentifier(payload: ProfilePayload): ProfilePayload | undefined {
  const { email, external_id, phone_number, ...rest } = payload;
  if ([email, external_id, phone_number].filter((id) => typeof id === 'string').length < 2) {
    return undefined;
  }
  if (email !== undefined) return { ...rest, email };
  return external_id === undefined ? undefined : { ...rest, external_id };
}

/** A number of the right form may still be nobody's: it is kept as a property, and the profile with it. */
function withoutPhone(payload: ProfilePayload): ProfilePayload | undefined {
  const { phone_number, ...rest } = payload;
  if (typeof phone_number !== 'string' || !(rest.email ?? rest.external_id)) return undefined;
  return { ...rest, properties: { ...rest.properties, phone: phone_number } };
}

function whyRefused({ status, body }: Refusal): string {
  const [error] = errorsIn(body);
  const duplicate = error?.meta?.duplicate_profile_id;
  const reason = refusal(status, error);
  return duplicate === undefined ? reason : `${reason}, duplicate_profile_id ${duplicate}`;
}
