import {
  delivered,
  type DestinationContext,
  DestinationUnavailable,
  type Outcome,
} from '@millrace/core';
import * as z from 'zod';
import type { MembershipOperation, MembershipPayload, Who } from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { errorsIn, refusal } from './errors.ts';
import { findProfiles, jsonOf, keyOf } from './find-profiles.ts';
import { deliverInParts } from './in-parts.ts';

/**
 * Delivers operations of lanes `list-additions` and `list-removals`. Lists take only ids of Klaviyo's, so it is asked for
 * them first. Whoever is to be added and is not there is made; whoever is to be removed and is not there is off the list.
 *
 * Klaviyo: Lists API, Add Profiles to List, Remove Profiles from List
 */
export async function deliverMemberships(
  lane: 'list-additions' | 'list-removals',
  operations: readonly MembershipOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const people = operations.map(({ payload }) => payload.who);
  const ids = new Map<string, string | Outcome>(await findProfiles(people, api, context));
  for (const who of people) {
    const key = keyOf(who);
    if (ids.has(key)) continue;
    ids.set(key, lane === 'list-removals' ? delivered : await make(who, api, context));
  }
  const idOf = ({ who }: MembershipPayload) => ids.get(keyOf(who));
  return deliverInParts(operations, {
    together: ({ listId }) => listId,
    already(payload) {
      const found = idOf(payload);
      return typeof found === 'string' ? undefined : found;
    },
    send(members) {
      const [first] = members;
      const data = members.map((member) => ({ type: 'profile', id: idOf(member) }));
      const path = `/api/lists/${first?.listId ?? ''}/relationships/profiles`;
      const method = lane === 'list-additions' ? 'POST' : 'DELETE';
      return api(path, JSON.stringify({ data }), context, method);
    },
  });
}

const Made = z.object({ data: z.object({ id: z.string() }) });

/** Klaviyo: Profiles API, Create or Update Profile; it answers with the profile. */
async function make(who: Who, api: Api, context: DestinationContext): Promise<string | Outcome> {
  const body = JSON.stringify({ data: { type: 'profile', attributes: who } });
  const answer = await api('/api/profile-import', body, context);
  if (!answer.ok) {
    return { status: 'rejected', reason: refusal(answer.status, errorsIn(answer.body)[0]) };
  }
  const { success, data } = Made.safeParse(jsonOf(answer.body));
  if (success) return data.data.id;
  throw new DestinationUnavailable('Klaviyo’s answer to /api/profile-import is not understood');
}
