import { currentEmail } from '../customer/memory.ts';
import type { Shop } from '../shop.ts';
import { type Change, seenOf } from './change.ts';
import { type Consent, isSame } from './consent.ts';
import { subscriberWith } from './who.ts';

/** A consent, and the registered customer whose it is. */
export interface Owned {
  readonly consent: Consent;
  readonly customerId: string | undefined;
}

/**
 * Whose the consents of a change are. Emails move between people and subscribers:
 *
 * - An email that the subscriber no longer has keeps its consent when another subscriber has it now, and agreed. It also
 *   does when a customer has got a new email, with their subscription: their profile has the new one, and no other.
 * - Who withdraws under an email that they had as a customer means themselves: under the email that they have now they
 *   are unsubscribed, too, unless they agreed under that one.
 *
 * @param customers the ids of the customers who have the emails, by email in lower case.
 */
export async function ownedConsents(
  { now, before, consents }: Change,
  customers: ReadonlyMap<string, string>,
  shop: Shop,
  signal: AbortSignal,
): Promise<readonly Owned[]> {
  const ownerOf = (email: string): string | undefined => customers.get(email.toLowerCase());
  const hasAgreed = async (email: string): Promise<boolean> => {
    const found = await subscriberWith(email, shop.api, signal);
    return found !== undefined && seenOf(found, shop.settings.newsletterConsents)?.optedIn === true;
  };

  const owned: Owned[] = [];
  for (const consent of consents) {
    const customerId = ownerOf(consent.email);
    if (consent.is === 'withdrawn') {
      const wentAlong = now?.optedIn === true && ownerOf(now.email) !== undefined;
      if (consent.left && (wentAlong || (await hasAgreed(consent.email)))) continue;
    }
    owned.push({ consent, customerId });
    const former = customerId === undefined ? before?.customerId : undefined;
    if (consent.is === 'given' || former === undefined) continue;
    const email = await currentEmail(shop.context, former);
    if (email === undefined || isSame(email, consent.email) || (await hasAgreed(email))) continue;
    owned.push({ consent: { is: 'withdrawn', email, left: false }, customerId: former });
  }
  return owned;
}
