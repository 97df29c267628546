import type { Answer } from '../../http/index.ts';
import { join, leave, type List } from '../account/lists.ts';
import type { StoredProfile } from '../account/profile.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { LIMITS } from '../rules/limits.ts';
import { listProfiles } from '../schema/list.ts';
import type { Call, Endpoint } from './call.ts';
import { existingList } from './lists.ts';

const path = '/api/lists/{id}/relationships/profiles';

/** Adds profiles to a list. Consent does not change. */
export const postListProfiles: Endpoint = {
  method: 'POST',
  path,
  limit: TIERS.M,
  answer: (call) => change(call, join),
};

/** Takes profiles off a list. Consent does not change. */
export const deleteListProfiles: Endpoint = {
  method: 'DELETE',
  path,
  limit: TIERS.M,
  answer: (call) => change(call, leave),
};

function change(
  { account, request, params }: Call,
  apply: (list: List, profile: StoredProfile) => void,
): Answer {
  const { data } = parseBody(request, listProfiles);
  const list = existingList(account, params['id'] ?? '');
  if (data.length > LIMITS.profilesPerListChange) {
    refuseIfAny([invalid('/data', `At most ${LIMITS.profilesPerListChange} profiles.`)]);
  }
  const unknown = data.filter(({ id }) => !account.profiles.find('id', id)).map(({ id }) => id);
  if (unknown.length > 0) {
    refuseIfAny([invalid('/data/', `Invalid profile IDs: ${unknown.join(', ')}`)]);
  }
  for (const { id } of data) {
    const profile = account.profiles.find('id', id);
    if (profile) apply(list, profile);
  }
  return { status: 204 };
}
