import { join, type List } from '../account/lists.ts';
import type { ConsentKey, StoredProfile } from '../account/profile.ts';
import { identify } from '../identity/identify.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { isTestAddress, judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import { consentProblems, channelsOf } from '../rules/subscription.ts';
import { subscribeProfiles } from '../schema/subscription.ts';
import { ACCEPTED, type Endpoint } from './call.ts';
import { listOf } from './list-of-job.ts';

const POINTER = '/data/attributes/profiles/data';

/** Records consent. On a list with double opt-in it stays `PENDING`, unless the import is historical. */
export const postSubscriptions: Endpoint = {
  method: 'POST',
  path: '/api/profile-subscription-bulk-create-jobs',
  limit: TIERS.L,
  answer({ account, request, at }) {
    const { attributes, relationships } = parseBody(request, subscribeProfiles).data;
    const profiles = attributes.profiles.data;
    const historical = attributes.historical_import ?? false;
    const list = listOf(account, relationships?.list?.data?.id);
    if (profiles.length > LIMITS.profilesPerSubscribe) {
      refuseIfAny([invalid(POINTER, `At most ${LIMITS.profilesPerSubscribe} profiles.`)]);
    }
    const judged = profiles.map(({ id, attributes: sent }, index) => {
      const pointer = `${POINTER}/${index}/attributes`;
      const { identifiers, problems } = judgeIdentifiers(account, { ...sent, id }, pointer);
      const consents = consentProblems(sent, pointer, { historical, now: request.at });
      return { sent, identifiers, problems: [...problems, ...consents] };
    });
    refuseIfAny(judged.flatMap(({ problems }) => problems));
    for (const { sent, identifiers } of judged) {
      const { email = null, phone_number = null } = identifiers;
      if (isTestAddress(email)) {
        account.discarded.push({ reason: 'test_address', email, phone_number });
      } else {
        const profile = identify(account, identifiers, at);
        for (const { key } of channelsOf(sent.subscriptions))
          subscribe(profile, key, list, historical);
        // Klaviyo: Bulk Subscribe Profiles; fresh consent lifts what was suppressed.
        if (sent.subscriptions.email) profile.suppressed = false;
        profile.updated = at;
      }
    }
    return ACCEPTED;
  },
};

function subscribe(
  profile: StoredProfile,
  key: ConsentKey,
  list: List | undefined,
  historical: boolean,
): void {
  const asksFirst = list?.opt_in_process === 'double_opt_in' && key.endsWith('.marketing');
  if (asksFirst && !historical && profile.consent[key] !== 'SUBSCRIBED') {
    profile.consent[key] = 'PENDING';
    return;
  }
  profile.consent[key] = 'SUBSCRIBED';
  if (list) join(list, profile);
}
