import { type Clock, parseSettings, silentLogger, systemClock } from '@millrace/core';
import { type KlaviyoSettings, Settings } from '../settings.ts';
import { check } from './check.ts';
import type { KlaviyoFinding } from './finding.ts';

/**
 * Looks at the key, the account and the settings, as `klaviyo()` does when a pipeline starts: which account it is, whether
 * an integration of Klaviyo's own would count orders twice, whether the list is what `confirmOptin` expects, and how long
 * the revision of the API will live. For a deployment's own checks. Sends no event.
 *
 * The key needs `accounts:read`, `metrics:read` and, with a `listId`, `lists:read` for it.
 *
 * @returns what was found, each with what to do; when Klaviyo cannot be reached, that is a finding.
 * @throws {InvalidSettings} naming every setting that is wrong, and no value.
 *
 * @example
 * for (const { level, reason, remedy } of await checkKlaviyo({ apiKey })) {
 *   console.log(level, reason, remedy);
 * }
 */
export async function checkKlaviyo(
  settings: KlaviyoSettings,
  {
    clock = systemClock,
    signal = new AbortController().signal,
  }: { readonly clock?: Clock; readonly signal?: AbortSignal } = {},
): Promise<readonly KlaviyoFinding[]> {
  const parsed = parseSettings('checkKlaviyo', Settings, settings);
  return check(parsed, { clock, signal, logger: silentLogger });
}
