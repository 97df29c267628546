import { delivered, type DestinationContext, type Outcome } from '@millrace/core';
import type { DeletionOperation, Who } from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { errorsIn, refusal } from './errors.ts';
import { findProfiles, keyOf } from './find-profiles.ts';

/**
 * Delivers operations of lane `deletions`: each alone. It takes one identifier, and no external id: Klaviyo is then
 * asked whose that is. Nobody is to be deleted whom it does not know.
 *
 * Klaviyo: Data Privacy API, Request Profile Deletion
 */
export async function deliverDeletions(
  operations: readonly DeletionOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { payload } of operations) outcomes.push(await erase(payload.who, api, context));
  return outcomes;
}

async function erase(who: Who, api: Api, context: DestinationContext): Promise<Outcome> {
  let profile: object = { attributes: who };
  if ('external_id' in who) {
    const id = (await findProfiles([who], api, context)).get(keyOf(who));
    if (id === undefined) return delivered;
    profile = { id, attributes: {} };
  }
  const attributes = { profile: { data: { type: 'profile', ...profile } } };
  const body = JSON.stringify({ data: { type: 'data-privacy-deletion-job', attributes } });
  const answer = await api('/api/data-privacy-deletion-jobs', body, context);
  if (answer.ok) return delivered;
  return { status: 'rejected', reason: refusal(answer.status, errorsIn(answer.body)[0]) };
}
