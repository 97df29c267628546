import type { DestinationContext } from '@millrace/core';
import type { Api } from './api.ts';
import type { Upsert } from './collapse-profiles.ts';
import { errorsIn } from './errors.ts';
import { failedOf } from './import-errors.ts';
import { runJob } from './import-job.ts';
import { importsPerCall } from './import-profile.ts';
import { pointedIndex } from './pointed-index.ts';

/**
 * Imports profiles by a job, when there are more than can go one by one. A job that Klaviyo does not take goes again
 * without those that were pointed at, or else in halves.
 *
 * @param taken is told of each that was imported.
 * @returns those that have to go one by one, which gives them their reason.
 * @throws {DestinationUnavailable} see {@link runJob}.
 */
export async function importInBulk(
  upserts: readonly Upsert[],
  api: Api,
  context: DestinationContext,
  taken: (upsert: Upsert) => void,
): Promise<readonly Upsert[]> {
  if (upserts.length <= importsPerCall) return upserts;
  const job = await runJob(upserts, api, context);
  if (job.ok) {
    const failed = await failedOf(upserts, job, api, context);
    for (const upsert of upserts) if (!failed.has(upsert)) taken(upsert);
    return [...failed];
  }
  const pointers = errorsIn(job.body).map(({ source }) => pointedIndex(source?.pointer ?? ''));
  const bad = new Set(pointers);
  const rest = upserts.filter((_, index) => !bad.has(index));
  if (rest.length < upserts.length) {
    const left = await importInBulk(rest, api, context, taken);
    return [...upserts.filter((_, index) => bad.has(index)), ...left];
  }
  const middle = Math.ceil(upserts.length / 2);
  const first = await importInBulk(upserts.slice(0, middle), api, context, taken);
  return [...first, ...(await importInBulk(upserts.slice(middle), api, context, taken))];
}
