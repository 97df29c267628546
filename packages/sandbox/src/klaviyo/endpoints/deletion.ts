import type { Account } from '../account/account.ts';
import { given, type Identifiers } from '../account/identifiers.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { judgeIdentifiers } from '../rules/identifiers.ts';
import { requestDeletion } from '../schema/deletion.ts';
import { ACCEPTED, type Endpoint } from './call.ts';

const POINTER = '/data/attributes/profile/data';

/** Forgets a profile and all that it did, for good. Whoever is not there is overlooked. */
export const postDeletion: Endpoint = {
  method: 'POST',
  path: '/api/data-privacy-deletion-jobs',
  limit: TIERS.S,
  answer({ account, request }) {
    const { id, attributes } = parseBody(request, requestDeletion).data.attributes.profile.data;
    const sent: Identifiers = { ...attributes, id };
    if (given(sent).length > 1) {
      refuseIfAny([invalid(POINTER, 'Exactly one identifier is required.')]);
    }
    refuseIfAny(judgeIdentifiers(account, sent, `${POINTER}/attributes`).problems);
    forget(account, sent);
    return ACCEPTED;
  },
};

function forget(account: Account, sent: Identifiers): void {
  for (const { kind, value } of given(sent)) {
    const profile = account.profiles.find(kind, value);
    if (profile) {
      account.profiles.remove(profile);
      account.events.forget(profile.id);
    } else {
      const { email = null, phone_number = null } = sent;
      account.discarded.push({ reason: 'unknown_profile', email, phone_number });
    }
  }
}
