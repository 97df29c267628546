import type { Finding } from '@millrace/core';

/** What {@link checkKlaviyo} may find. */
export type FindingKind =
  /** Klaviyo could not be asked: it is down, or the way there is. */
  | 'unreachable'
  /** It does not take the key. */
  | 'key_refused'
  /** The key may not read what would have been looked at. Deliveries do not need it. */
  | 'scope_missing'
  /** Whose account it is, its time zone and its currency. */
  | 'account'
  /** It is a test account. */
  | 'test_account'
  /** Another integration of the account has metrics of the same names. */
  | 'double_metrics'
  /** There is no such list. */
  | 'list_unknown'
  /** The list and `confirmOptin` disagree about whether people have to confirm. */
  | 'list_opt_in'
  /** The revision of the API is in its second and last year. */
  | 'revision_deprecated'
  /** The revision of the API is at its end, or so near that something has to be done now. */
  | 'revision_retired';

/** What was found out about an account, a key or a setting. */
export interface KlaviyoFinding extends Finding {
  readonly kind: FindingKind;
}
