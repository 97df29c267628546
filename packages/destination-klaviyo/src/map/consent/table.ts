import type { ConsentMapping } from './consent-mapping.ts';
import { erase } from './erase.ts';
import { joinList, leaveList } from './membership.ts';
import { subscribe } from './subscribe.ts';
import { suppress, unsuppress } from './suppress.ts';
import { unsubscribe, unsubscribeEmail } from './unsubscribe.ts';

/**
 * The events that say something of consent, lists and erasure. They become no metrics: Klaviyo has its own. An event of
 * another name that means the same gets one of these by a transform.
 */
const table: ReadonlyMap<string, ConsentMapping> = new Map([
  // as in the presets of Segment's Klaviyo destination
  ['User Subscribed', subscribe],
  ['User Unsubscribed', unsubscribe],
  // Segment: Spec: Email
  ['Unsubscribed', unsubscribeEmail],
  // our own
  ['User Suppressed', suppress],
  ['User Unsuppressed', unsuppress],
  ['List Joined', joinList],
  ['List Left', leaveList],
  ['User Erased', erase],
]);

export const consentMappingFor = (name: string): ConsentMapping | undefined => table.get(name);
