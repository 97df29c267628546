import type { Account } from '../account/account.ts';
import { given, type Identifiers } from '../account/identifiers.ts';
import { leave } from '../account/lists.ts';
import type { StoredProfile } from '../account/profile.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import { channelProblems, channelsOf } from '../rules/subscription.ts';
import { unsubscribeProfiles } from '../schema/subscription.ts';
import { ACCEPTED, type Endpoint } from './call.ts';
import { listOf } from './list-of-job.ts';

const POINTER = '/data/attributes/profiles/data';

/**
 * Withdraws consent. With a list, whoever is on it only leaves it; whoever is not on it is unsubscribed from
 * everything (Klaviyo warns of that in the reference of Bulk Unsubscribe Profiles).
 */
export const deleteSubscriptions: Endpoint = {
  method: 'POST',
  path: '/api/profile-subscription-bulk-delete-jobs',
  limit: TIERS.L,
  answer({ account, request, at }) {
    const { attributes, relationships } = parseBody(request, unsubscribeProfiles).data;
    const profiles = attributes.profiles.data;
    const list = listOf(account, relationships?.list?.data?.id);
    if (profiles.length > LIMITS.profilesPerUnsubscribe) {
      refuseIfAny([invalid(POINTER, `At most ${LIMITS.profilesPerUnsubscribe} profiles.`)]);
    }
    refuseIfAny(
      profiles.flatMap(({ attributes: sent }, index) => {
        const pointer = `${POINTER}/${index}/attributes`;
        const { problems } = judgeIdentifiers(account, sent, pointer);
        return [...problems, ...channelProblems(sent, pointer)];
      }),
    );
    for (const { attributes: sent } of profiles) {
      const { email = null, phone_number = null } = sent;
      const profile = known(account, { email, phone_number });
      if (!profile) {
        account.discarded.push({ reason: 'unknown_profile', email, phone_number });
      } else if (list && profile.lists.includes(list.id)) {
        leave(list, profile);
      } else {
        for (const { key } of channelsOf(sent.subscriptions)) profile.consent[key] = 'UNSUBSCRIBED';
        profile.updated = at;
      }
    }
    return ACCEPTED;
  },
};

function known(account: Account, identifiers: Identifiers): StoredProfile | undefined {
  for (const { kind, value } of given(identifiers)) {
    const profile = account.profiles.find(kind, value);
    if (profile) return profile;
  }
  return undefined;
}
