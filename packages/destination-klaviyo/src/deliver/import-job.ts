import { type DestinationContext, DestinationUnavailable } from '@millrace/core';
import * as z from 'zod';
import type { Api, Refusal } from './api.ts';
import type { Upsert } from './collapse-profiles.ts';
import { jsonOf } from './find-profiles.ts';
import { wait } from './wait.ts';

export const jobsPath = '/api/profile-bulk-import-jobs';

const firstLookMs = 500;
const longestPauseMs = 10_000;
const patienceMs = 5 * 60_000;

const Job = z.object({
  data: z.object({
    id: z.string().regex(/^[\w=-]+$/),
    attributes: z
      .object({ status: z.string(), failed_count: z.number().nullish() })
      .partial()
      .catch({}),
  }),
});
type Job = z.output<typeof Job>['data'];

/** A job that ran to its end. */
export interface FinishedJob {
  readonly ok: true;
  readonly id: string;
  /** How many of its profiles were not imported, if Klaviyo says so. */
  readonly failed: number | undefined;
}

/**
 * Imports profiles by a job, and waits until it is through.
 *
 * Klaviyo: Profiles API, Bulk Import Profiles; Get Bulk Import Profiles Job
 *
 * @throws {DestinationUnavailable} when it is cancelled, or not through after five minutes: which of its profiles are
 * there is then unknown.
 */
export async function runJob(
  upserts: readonly Upsert[],
  api: Api,
  context: DestinationContext,
): Promise<FinishedJob | Refusal> {
  const answer = await api(jobsPath, jobBody(upserts), context);
  if (answer.quota.length > 0) context.quota('profiles', ...answer.quota);
  if (!answer.ok) return answer;
  const { id } = jobIn(answer.body);
  const { failed_count } = (await finished(id, api, context)).attributes;
  return { ok: true, id, failed: failed_count ?? undefined };
}

function jobBody(upserts: readonly Upsert[]): string {
  const data = upserts.map(({ payload: { attributes, meta } }) => {
    return { type: 'profile', attributes, meta };
  });
  const attributes = { profiles: { data } };
  return JSON.stringify({ data: { type: 'profile-bulk-import-job', attributes } });
}

async function finished(id: string, api: Api, context: DestinationContext): Promise<Job> {
  const until = context.clock.now() + patienceMs;
  let pause = firstLookMs;
  let notBefore = 0;
  while (context.clock.now() < until) {
    const now = context.clock.now();
    await wait(Math.min(Math.max(pause, notBefore - now), until - now), context);
    pause = Math.min(2 * pause, longestPauseMs);
    try {
      const answer = await api(`${jobsPath}/${id}`, undefined, context);
      const job = jobIn(answer.body);
      const { status } = job.attributes;
      if (status === 'complete') return job;
      if (status === 'cancelled') {
        throw new DestinationUnavailable(`Klaviyo cancelled its job ${id} of profiles`);
      }
    } catch (error) {
      // To be asked less often is no reason to import them all again.
      if (!(error instanceof DestinationUnavailable) || error.retryAt === undefined) throw error;
      notBefore = error.retryAt;
    }
  }
  const minutes = patienceMs / 60_000;
  throw new DestinationUnavailable(
    `Klaviyo's job ${id} of profiles is not complete after ${minutes} minutes`,
  );
}

function jobIn(body: string): Job {
  const { success, data } = Job.safeParse(jsonOf(body));
  if (success) return data.data;
  throw new DestinationUnavailable(`Klaviyo’s answer to ${jobsPath} is not understood`);
}
