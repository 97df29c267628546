import type { Answer } from '../../http/index.ts';
import type { StoredProfile } from '../account/profile.ts';
import { identify } from '../identity/identify.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { invalid } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { isTestAddress, judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import { suppressProfiles, unsuppressProfiles } from '../schema/suppression.ts';
import { document, type Call, type Endpoint } from './call.ts';
import { listOf } from './list-of-job.ts';

const POINTER = '/data/attributes/profiles/data';

/** Nobody suppressed gets an email, whatever they agreed to. Makes the profiles that are not there. */
export const postSuppressions: Endpoint = {
  method: 'POST',
  path: '/api/profile-suppression-bulk-create-jobs',
  limit: TIERS.L,
  answer(call) {
    const { account, at } = call;
    for (const target of targets(call, suppressProfiles)) {
      const { email } = target;
      if (isTestAddress(email)) {
        account.discarded.push({ reason: 'test_address', email, phone_number: null });
      } else {
        const profile = target.profile ?? identify(account, { email }, at);
        profile.suppressed = true;
        profile.updated = at;
      }
    }
    return job('create', call);
  },
};

/** Lifts what was suppressed by hand or by this API. Whoever is not there is overlooked. */
export const deleteSuppressions: Endpoint = {
  method: 'POST',
  path: '/api/profile-suppression-bulk-delete-jobs',
  limit: TIERS.L,
  answer(call) {
    for (const { email, profile } of targets(call, unsuppressProfiles)) {
      if (profile) profile.suppressed = false;
      else call.account.discarded.push({ reason: 'unknown_profile', email, phone_number: null });
    }
    return job('delete', call);
  },
};

interface Target {
  readonly email: string | null;
  readonly profile: StoredProfile | undefined;
}

/** Whom a job is about: the profiles it names, or all that are on its list. Segments the sandbox has none of. */
function targets(
  { account, request }: Call,
  schema: typeof suppressProfiles | typeof unsuppressProfiles,
): readonly Target[] {
  const { attributes, relationships } = parseBody(request, schema).data;
  const { profiles } = account;
  const sent = attributes.profiles?.data ?? [];
  if (sent.length > LIMITS.profilesPerSuppress) {
    refuseIfAny([invalid(POINTER, `At most ${LIMITS.profilesPerSuppress} profiles.`)]);
  }
  refuseIfAny(
    sent.flatMap(({ attributes: { email } }, index) => {
      return judgeIdentifiers(account, { email }, `${POINTER}/${index}/attributes`).problems;
    }),
  );
  if (relationships?.segment?.data) {
    refuseIfAny([invalid('/data/relationships/segment/data/id', 'The sandbox has no segments.')]);
  }
  const list = listOf(account, relationships?.list?.data?.id);
  const named = sent.map(({ attributes: { email } }) => {
    return { email, profile: profiles.find('email', email) };
  });
  const members = profiles.all().filter(({ lists }) => list && lists.includes(list.id));
  return [...named, ...members.map((profile) => ({ email: profile.email, profile }))];
}

/** Klaviyo names the job; it is done by then, as the sandbox does everything at once. */
function job(action: 'create' | 'delete', { account, at }: Call): Answer {
  const type = `profile-suppression-bulk-${action}-job`;
  const attributes = { status: 'complete', created_at: at, completed_at: at };
  return document(202, { data: { type, id: account.ids.job(), attributes } });
}
