import type { DestinationContext, Outcome } from '@millrace/core';
import type { SuppressionOperation } from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { deliverInParts } from './in-parts.ts';

const jobs = { suppressions: 'create', unsuppressions: 'delete' } as const;

/**
 * Delivers operations of lanes `suppressions` and `unsuppressions`.
 *
 * Klaviyo: Profiles API, Bulk Suppress Profiles, Bulk Unsuppress Profiles
 */
export function deliverSuppressions(
  lane: keyof typeof jobs,
  operations: readonly SuppressionOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const type = `profile-suppression-bulk-${jobs[lane]}-job`;
  return deliverInParts(operations, {
    together: () => '',
    send(payloads) {
      const data = payloads.map(({ email }) => ({ type: 'profile', attributes: { email } }));
      const body = JSON.stringify({ data: { type, attributes: { profiles: { data } } } });
      return api(`/api/${type}s`, body, context);
    },
  });
}
