import type { Event } from '../event/event.ts';

/** Whether an event is taken from the reserve when the store takes nothing else any more. */
export type Priority = (event: Event) => boolean;

/**
 * What people say about consent, and what asks to forget somebody, in the names that Segment and its destinations give it:
 * `Segment Consent Preference Updated` (Consent Management, "Consent preference updated"), `Unsubscribed` (Spec: Email),
 * `User Unsubscribed` (the preset of Segment's Klaviyo destination), `Account Deleted` (Spec: B2B SaaS), and the names that
 * say the same of a user.
 */
const consentAndErasure: ReadonlySet<string> = new Set([
  'Segment Consent Preference Updated',
  'Segment Consent Preference',
  'Consent Updated',
  'Subscribed',
  'Unsubscribed',
  'User Subscribed',
  'User Unsubscribed',
  'User Suppressed',
  'User Unsuppressed',
  'List Joined',
  'List Left',
  'User Deleted',
  'User Erased',
  'Account Deleted',
]);

/**
 * The usual rule: orders (`Order Completed`, `Order Refunded`, and all that begin like them), consent and erasure, and what
 * says who somebody is (`identify`, `alias`), as events that wait to be attributed need it. Everything else can be told
 * again, or is missed less: a page, a product that was looked at, a checkout that goes on.
 */
export const usualPriority: Priority = (event) => {
  if (event.type !== 'track') return event.type === 'identify' || event.type === 'alias';
  return event.event.startsWith('Order ') || consentAndErasure.has(event.event);
};

/** A rule of the team's own. When it throws, the usual one decides: it is no reason to refuse an event. */
export function priorityBy(own: Priority | undefined): Priority {
  if (own === undefined) return usualPriority;
  return (event) => {
    try {
      return own(event);
    } catch {
      return usualPriority(event);
    }
  };
}
