import type { Draft, StateChange } from '@millrace/core';
import { linkOf } from '../customer/memory.ts';
import type { Telling } from '../customer/tell.ts';
import { subscriberKey } from '../memory/keys.ts';
import { present } from '../present.ts';
import type { Shop } from '../shop.ts';
import { type Change, seenOf } from './change.ts';
import { consentOf } from './consent.ts';
import { draftsOf } from './drafts.ts';
import { type Remembered, recallSubscriber } from './memory.ts';
import { ownedConsents } from './owned.ts';
import type { Subscriber } from './schema.ts';
import { customersWith } from './who.ts';

/**
 * What changed of the consent of these subscribers. Hold their locks until it is committed.
 *
 * @throws {ApiError} when it cannot be read whose emails they are.
 */
export async function tellSubscribers(
  subscribers: readonly Subscriber[],
  shop: Shop,
  signal: AbortSignal,
): Promise<Telling> {
  const changes = await Promise.all(
    subscribers.map(async (subscriber): Promise<Change> => {
      const { id } = subscriber;
      const before = await recallSubscriber(shop.context, id);
      const now = seenOf(subscriber, shop.settings.newsletterConsents);
      const consents = now === undefined ? [] : consentOf(now, before, rulesOf(shop));
      return { id, subscriber, now, before, consents };
    }),
  );
  return tell(changes, shop, signal);
}

/** The same for a subscriber who is deleted, and so agrees to nothing any more. */
export function tellDeleted(
  id: string,
  before: Remembered,
  shop: Shop,
  signal: AbortSignal,
): Promise<Telling> {
  const consents = consentOf(undefined, before, rulesOf(shop));
  return tell([{ id, subscriber: undefined, now: undefined, before, consents }], shop, signal);
}

const rulesOf = ({ settings, historyBefore }: Shop) => {
  return { historyBefore, pastConsent: settings.pastConsent };
};

async function tell(changes: readonly Change[], shop: Shop, signal: AbortSignal): Promise<Telling> {
  const emails = changes.flatMap(({ consents }) => consents.map(({ email }) => email));
  const customers = await customersWith([...new Set(emails)], shop.api, signal);
  const drafts: Draft[] = [];
  const state: StateChange[] = [];
  for (const change of changes) {
    const { id, subscriber, now, before, consents } = change;
    const content = JSON.stringify([now?.email.toLowerCase(), now?.optedIn ?? false]);
    const link = consents.length > 0 ? linkOf(before, content) : (before?.link ?? '');
    const stem = `bigcommerce:${shop.settings.storeHash}:subscriber:${id}:${link}`;
    const owned = await ownedConsents(change, customers, shop, signal);
    owned.forEach(({ consent, customerId }, index) => {
      const messageId = index === 0 ? stem : `${stem}:${index}`;
      drafts.push(...draftsOf(consent, { messageId, subscriber, customerId }));
    });
    const value = remembered(change, link, customers);
    if (JSON.stringify(value) !== JSON.stringify(before)) {
      state.push({ key: subscriberKey(id), value });
    }
  }
  return { drafts, changes: state };
}

/** Of who is deleted no more is kept than that they were. */
function remembered(
  { now, before }: Change,
  link: string,
  customers: ReadonlyMap<string, string>,
): Remembered {
  if (now === undefined) return { link, optedIn: false };
  const customerId = customers.get(now.email.toLowerCase()) ?? before?.customerId;
  const { email, optedIn } = now;
  return { link, email, optedIn, ...present({ customerId }) };
}
