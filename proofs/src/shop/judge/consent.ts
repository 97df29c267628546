import type { BigCommerceSandbox, KlaviyoSandbox, ShopHistory } from '@millrace/sandbox';
import { type Row, row } from './row.ts';

/** Whoever gets the newsletter in the store gets it from Klaviyo, and nobody else does. */
export function judgeConsent(
  history: ShopHistory,
  store: BigCommerceSandbox,
  { profiles }: KlaviyoSandbox,
): Row {
  const asked = new Map(
    profiles.map(({ email, consent }) => [email, consent['email.marketing'] ?? 'NEVER']),
  );
  // A customer who has moved to another address may have taken the newsletter along.
  const moved = new Map<string, readonly string[]>();
  for (const { person } of history.orders) {
    for (const email of person.emails) moved.set(email, person.emails);
  }
  const wanting = new Map(
    store.subscribers.map(({ email, consents }) => [
      email,
      consents.includes('marketing_newsletter'),
    ]),
  );
  const problems: string[] = [];
  let wanted = 0;
  let klaviyo = 0;
  for (const { email } of store.subscribers) {
    const addresses = moved.get(email) ?? [email];
    const wishes = new Set(addresses.flatMap((one) => wanting.get(one) ?? []));
    // Of two addresses of one person one has joined, and the other one has left: either may be taken for their wish.
    if (wishes.size > 1) continue;
    const wants = wishes.has(true);
    const gets = addresses.some((one) => asked.get(one) === 'SUBSCRIBED');
    wanted += wants ? 1 : 0;
    klaviyo += gets ? 1 : 0;
    if (wants !== gets) {
      problems.push(
        `${email} ${wants ? 'wants' : 'does not want'} it, and is ${asked.get(email) ?? 'unknown'}`,
      );
    }
  }
  return row('newsletter', wanted, klaviyo, problems);
}
