import type { ProfileJob } from '../account/profile-jobs.ts';
import { join } from '../account/lists.ts';
import { assignAll, claim } from '../identity/claim.ts';
import { patchProfile } from '../identity/patch.ts';
import { parseBody, refuseIfAny } from '../protocol/parse.ts';
import { page, readQuery } from '../protocol/page.ts';
import { duplicateProfile, invalid, noSuch } from '../protocol/problems.ts';
import { TIERS } from '../protocol/rate-windows.ts';
import { type Problem, Refused } from '../protocol/refusal.ts';
import { judgeIdentifiers } from '../rules/identifiers.ts';
import { LIMITS } from '../rules/limits.ts';
import type * as z from 'zod';
import type { importProfile } from '../schema/profile.ts';
import { importProfiles } from '../schema/profile-job.ts';
import { type Call, document, type Endpoint } from './call.ts';
import { existingList } from './lists.ts';

const path = '/api/profile-bulk-import-jobs';
const POINTER = '/data/attributes/profiles/data';

type Sent = z.output<typeof importProfile>['data'];

/** Imports profiles one by one: what is wrong with one is told by its job, and harms no other. */
export const postProfileJob: Endpoint = {
  method: 'POST',
  path,
  limit: TIERS.M,
  answer(call) {
    const { attributes, relationships } = parseBody(call.request, importProfiles).data;
    const { data: sent } = attributes.profiles;
    if (sent.length > LIMITS.profilesPerImport) {
      refuseIfAny([invalid(POINTER, `At most ${LIMITS.profilesPerImport} profiles.`)]);
    }
    const { account, at } = call;
    const lists = relationships?.lists?.data.map(({ id }) => existingList(account, id)) ?? [];
    const errors = sent.flatMap((one, index) => {
      const pointer = `${POINTER}/${index}/attributes`;
      const outcome = importOne(call, one, pointer);
      if ('problem' in outcome) return [{ ...outcome.problem, original_payload: one }];
      for (const list of lists) join(list, outcome.profile);
      return [];
    });
    const job = account.profileJobs.add(account.ids.job(), sent.length, errors, at);
    return document(202, { data: resource(job) });
  },
};

export const getProfileJob: Endpoint = {
  method: 'GET',
  path: `${path}/{id}`,
  limit: TIERS.M,
  answer: (call) => document(200, { data: resource(existing(call)) }),
};

export const getProfileJobErrors: Endpoint = {
  method: 'GET',
  path: `${path}/{id}/import-errors`,
  limit: TIERS.M,
  answer(call) {
    readQuery(call.request, ['page[size]', 'page[cursor]']);
    const { errors } = existing(call);
    const { items, links } = page(errors, call.request, call.origin, { usual: 20, most: 100 });
    const data = items.map((attributes, index) => {
      return { type: 'import-error', id: String(index), attributes };
    });
    return document(200, { data, links });
  },
};

function importOne(
  { account, at }: Call,
  { id, attributes, meta }: Sent,
  pointer: string,
):
  | { readonly profile: Parameters<typeof patchProfile>[0] }
  | {
      readonly problem: Problem;
    } {
  const { identifiers, problems } = judgeIdentifiers(account, { ...attributes, id }, pointer);
  const [problem] = problems;
  if (problem) return { problem };
  const claimed = claim(account, identifiers);
  if ('takenBy' in claimed) {
    return { problem: { ...duplicateProfile(claimed.takenBy.id), source: { pointer } } };
  }
  const profile = claimed.profile ?? account.profiles.create(at);
  assignAll(account, profile, identifiers);
  patchProfile(profile, attributes, meta, at);
  return { profile };
}

function existing({ account, params }: Call): ProfileJob {
  const id = params['id'] ?? '';
  const job = account.profileJobs.get(id);
  if (!job) throw new Refused([noSuch('profile-bulk-import-job', id)]);
  return job;
}

function resource({ id, errors, total, created }: ProfileJob): unknown {
  const attributes = {
    status: 'complete',
    created_at: created,
    started_at: created,
    completed_at: created,
    total_count: total,
    completed_count: total - errors.length,
    failed_count: errors.length,
  };
  return { type: 'profile-bulk-import-job', id, attributes };
}
