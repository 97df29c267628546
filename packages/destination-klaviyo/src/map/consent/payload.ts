import type { Operation } from '@millrace/core';

/** What somebody can agree to get, or not to get any more. `email` and `sms` are marketing. */
export type Channel = 'email' | 'sms' | 'sms_transactional';

/** An operation of lane `subscriptions`. */
export interface SubscribePayload {
  readonly email?: string;
  readonly phone_number?: string;
  readonly channels: readonly Channel[];
  /** The list that they join. Without one, the account's own opt-in process holds. */
  readonly listId?: string;
  /** ISO 8601. When they agreed, if they have done so for certain: they are then not asked to confirm it. */
  readonly consentedAt?: string;
  /** Where they agreed, for people to read: Klaviyo's `custom_source`. */
  readonly source?: string;
}

/** An operation of lane `unsubscriptions`. */
export interface UnsubscribePayload {
  readonly email?: string;
  readonly phone_number?: string;
  readonly channels: readonly Channel[];
}

/** An operation of lanes `suppressions` and `unsuppressions`. */
export interface SuppressionPayload {
  readonly email: string;
}

/** One identifier: the strongest in Klaviyo's eyes that is the person's own. */
export type Who =
  | { readonly email: string }
  | { readonly phone_number: string }
  | { readonly external_id: string };

/** An operation of lanes `list-additions` and `list-removals`. */
export interface MembershipPayload {
  readonly listId: string;
  readonly who: Who;
}

/** An operation of lane `deletions`. */
export interface DeletionPayload {
  readonly who: Who;
}

export type ConsentPayload =
  | SubscribePayload
  | UnsubscribePayload
  | SuppressionPayload
  | MembershipPayload
  | DeletionPayload;

export type SubscribeOperation = Operation<SubscribePayload>;
export type UnsubscribeOperation = Operation<UnsubscribePayload>;
export type SuppressionOperation = Operation<SuppressionPayload>;
export type MembershipOperation = Operation<MembershipPayload>;
export type DeletionOperation = Operation<DeletionPayload>;
