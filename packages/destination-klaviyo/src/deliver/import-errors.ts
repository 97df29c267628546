import type { DestinationContext } from '@millrace/core';
import * as z from 'zod';
import type { Api } from './api.ts';
import { identifiersOf, type Upsert } from './collapse-profiles.ts';
import { jsonOf } from './find-profiles.ts';
import { type FinishedJob, jobsPath } from './import-job.ts';
import { pointedIndex } from './pointed-index.ts';

/** Of a job of 10,000 there are no more, 100 on each. */
const mostPages = 100;

const Identifiers = z.record(z.string(), z.unknown());
const ImportError = z.object({
  attributes: z.object({
    source: z.object({ pointer: z.string().nullish() }).nullish().catch(undefined),
    original_payload: Identifiers.optional().catch(undefined),
  }),
});
const Page = z.object({
  data: z.array(ImportError.catch({ attributes: {} })),
  links: z.object({ next: z.string().nullish() }).optional().catch(undefined),
});
type ImportError = z.output<typeof ImportError>['attributes'];

/**
 * Which profiles a job did not import; maybe some that it did, never too few: where an error cannot be traced to a
 * profile, or is not there to be read, they all are named.
 *
 * Klaviyo: Profiles API, Get Errors for Bulk Import Profiles Job
 */
export async function failedOf(
  upserts: readonly Upsert[],
  { id, failed }: FinishedJob,
  api: Api,
  context: DestinationContext,
): Promise<ReadonlySet<Upsert>> {
  if (failed === 0) return new Set();
  const all = new Set(upserts);
  const errors = failed === undefined ? undefined : await errorsOf(id, api, context);
  if (errors === undefined || failed === undefined) return all;
  const byIdentifier = indexOf(upserts);
  const found = new Set<Upsert>();
  for (const error of errors) {
    const those = atFault(error, upserts, byIdentifier);
    if (those.length === 0) return all;
    for (const upsert of those) found.add(upsert);
  }
  return found.size < failed ? all : found;
}

/** `undefined` if they cannot be read. */
async function errorsOf(
  id: string,
  api: Api,
  context: DestinationContext,
): Promise<readonly ImportError[] | undefined> {
  const errors: ImportError[] = [];
  const path = `${jobsPath}/${id}/import-errors`;
  let query = '?page[size]=100';
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await api(path + query, undefined, context);
    const { success, data } = Page.safeParse(jsonOf(answer.body));
    if (!success) return undefined;
    errors.push(...data.data.map(({ attributes }) => attributes));
    const next = data.links?.next ?? '';
    if (!next.includes('?')) break;
    query = next.slice(next.indexOf('?'));
  }
  return errors;
}

function indexOf(upserts: readonly Upsert[]): ReadonlyMap<string, readonly Upsert[]> {
  const found = new Map<string, Upsert[]>();
  for (const upsert of upserts) {
    for (const one of identifiersOf(upsert.payload.attributes)) {
      const key = one.toLowerCase();
      found.set(key, [...(found.get(key) ?? []), upsert]);
    }
  }
  return found;
}

function atFault(
  { original_payload: payload, source }: ImportError,
  upserts: readonly Upsert[],
  byIdentifier: ReadonlyMap<string, readonly Upsert[]>,
): readonly Upsert[] {
  // Its form is not documented: a profile as it was sent, or its attributes alone.
  const inner = Identifiers.safeParse(payload?.['attributes']);
  const sent = inner.success ? inner.data : (payload ?? {});
  const named = identifiersOf(sent).flatMap((one) => byIdentifier.get(one.toLowerCase()) ?? []);
  if (named.length > 0) return named;
  const pointed = upserts[pointedIndex(source?.pointer ?? '') ?? -1];
  return pointed === undefined ? [] : [pointed];
}
