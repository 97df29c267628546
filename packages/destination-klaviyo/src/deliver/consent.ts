import type { DestinationContext, Lane, Operation, Outcome } from '@millrace/core';
import type {
  DeletionOperation,
  MembershipOperation,
  SubscribeOperation,
  SuppressionOperation,
  UnsubscribeOperation,
} from '../map/consent/payload.ts';
import type { Api } from './api.ts';
import { deliverDeletions } from './deletions.ts';
import { deliverMemberships } from './lists.ts';
import { deliverSubscriptions, deliverUnsubscriptions } from './subscriptions.ts';
import { deliverSuppressions } from './suppressions.ts';

/** Klaviyo’s tiers. Klaviyo: Rate limits, status codes, and errors. */
const small = [
  { calls: 3, perMs: 1_000 },
  { calls: 60, perMs: 60_000 },
];
const medium = [
  { calls: 10, perMs: 1_000 },
  { calls: 150, perMs: 60_000 },
];
const large = [
  { calls: 75, perMs: 1_000 },
  { calls: 750, perMs: 60_000 },
];

/** What people say about consent, and ask for: each kind has an endpoint, and so a lane. */
export const consentLanes = {
  // Klaviyo: Bulk Subscribe Profiles, "up to 1000 profiles"
  subscriptions: { maxOperations: 1_000, maxBytes: 4_000_000, limits: large },
  // Klaviyo: Bulk Unsubscribe Profiles, "up to 100"; so are suppressions.
  unsubscriptions: { maxOperations: 100, limits: large },
  suppressions: { maxOperations: 100, limits: large },
  unsuppressions: { maxOperations: 100, limits: large },
  // Klaviyo takes 1,000 ids, but they must be asked for first, 100 in a page at most.
  'list-additions': { maxOperations: 100, limits: medium },
  'list-removals': { maxOperations: 100, limits: medium },
  deletions: { maxOperations: 1, concurrency: 1, limits: small },
} as const satisfies Record<string, Lane>;

export type ConsentLane = keyof typeof consentLanes;

export function isConsentLane(lane: string): lane is ConsentLane {
  return Object.hasOwn(consentLanes, lane);
}

/** Delivers a batch of one of these lanes. */
export function deliverConsent(
  lane: ConsentLane,
  operations: readonly Operation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  switch (lane) {
    case 'subscriptions':
      return deliverSubscriptions(operations as readonly SubscribeOperation[], api, context);
    case 'unsubscriptions':
      return deliverUnsubscriptions(operations as readonly UnsubscribeOperation[], api, context);
    case 'suppressions':
    case 'unsuppressions':
      return deliverSuppressions(lane, operations as readonly SuppressionOperation[], api, context);
    case 'list-additions':
    case 'list-removals':
      return deliverMemberships(lane, operations as readonly MembershipOperation[], api, context);
    case 'deletions':
      return deliverDeletions(operations as readonly DeletionOperation[], api, context);
  }
}
