import type { Account } from '../account/account.ts';
import type { StoredProfile } from '../account/profile.ts';
import { assignAll, claim } from '../identity/claim.ts';
import { patchProfile } from '../identity/patch.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { duplicateProfile, invalid, noSuch, problemOf } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import { judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import { createProfile, updateProfile } from '../schema/profile.ts';
import type { Endpoint } from './call.ts';
import { profileDocument } from './profile-document.ts';

/** Creates a profile; 409 when anyone has one of its identifiers. */
export const postProfile: Endpoint = {
  method: 'POST',
  path: '/api/profiles',
  limit: TIERS.L,
  answer({ account, request, origin, at }) {
    if (request.body.length > LIMITS.profileBytes) throw new Refused([problemOf(413)]);
    const { attributes } = parseBody(request, createProfile).data;
    const { identifiers, problems } = judgeIdentifiers(account, attributes, '/data/attributes');
    refuseIfAny(problems);
    const claimed = claim(account, identifiers);
    const holder = 'takenBy' in claimed ? claimed.takenBy : claimed.profile;
    if (holder) throw new Refused([duplicateProfile(holder.id)]);
    const profile = account.profiles.create(at);
    assignAll(account, profile, identifiers);
    patchProfile(profile, attributes, undefined, at);
    return profileDocument(201, profile, origin);
  },
};

export const patchProfileById: Endpoint = {
  method: 'PATCH',
  path: '/api/profiles/{id}',
  limit: TIERS.L,
  answer({ account, request, params, origin, at }) {
    if (request.body.length > LIMITS.profileBytes) throw new Refused([problemOf(413)]);
    const { id, attributes, meta } = parseBody(request, updateProfile).data;
    const profile = existing(account, params['id'] ?? '');
    if (id !== profile.id) {
      throw new Refused([invalid('/data/id', 'The id in the body is not the id in the path.')]);
    }
    const sent = { ...attributes, id };
    const { identifiers, problems } = judgeIdentifiers(account, sent, '/data/attributes');
    refuseIfAny(problems);
    const claimed = claim(account, identifiers, profile);
    if ('takenBy' in claimed) throw new Refused([duplicateProfile(claimed.takenBy.id)]);
    assignAll(account, profile, identifiers);
    patchProfile(profile, attributes, meta, at);
    return profileDocument(200, profile, origin);
  },
};

export const getProfile: Endpoint = {
  method: 'GET',
  path: '/api/profiles/{id}',
  limit: TIERS.L,
  answer: ({ account, params, origin }) =>
    profileDocument(200, existing(account, params['id'] ?? ''), origin),
};

function existing(account: Account, id: string): StoredProfile {
  const profile = account.profiles.find('id', id);
  if (!profile) throw new Refused([noSuch('profile', id)]);
  return profile;
}
