import { assignAll, claim } from '../identity/claim.ts';
import { patchProfile } from '../identity/patch.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { duplicateProfile, noSuch, problemOf } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { Refused } from '../protocol/refusal.ts';
import { judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import { importProfile } from '../schema/profile.ts';
import type { Endpoint } from './call.ts';
import { profileDocument } from './profile-document.ts';

/** Creates a profile or updates the one that is there; 409 when the identifiers belong to different ones. */
export const postProfileImport: Endpoint = {
  method: 'POST',
  path: '/api/profile-import',
  limit: TIERS.L,
  answer({ account, request, origin, at }) {
    if (request.body.length > LIMITS.profileBytes) throw new Refused([problemOf(413)]);
    const { id, attributes, meta } = parseBody(request, importProfile).data;
    const sent = { ...attributes, id };
    const { identifiers, problems } = judgeIdentifiers(account, sent, '/data/attributes');
    refuseIfAny(problems);
    if (id && !account.profiles.find('id', id)) throw new Refused([noSuch('profile', id)]);
    const claimed = claim(account, identifiers);
    if ('takenBy' in claimed) throw new Refused([duplicateProfile(claimed.takenBy.id)]);
    const profile = claimed.profile ?? account.profiles.create(at);
    assignAll(account, profile, identifiers);
    patchProfile(profile, attributes, meta, at);
    return profileDocument(claimed.profile ? 200 : 201, profile, origin);
  },
};
