import type { BigCommerceSandbox, KlaviyoSandbox, ShopHistory } from '@millrace/sandbox';
import type { Arrived } from './arrived.ts';
import { type Row, row } from './row.ts';

/** Each customer is one profile, under the email of today; and whose an order is does not depend on when it was seen. */
export function judgeProfiles(
  history: ShopHistory,
  store: BigCommerceSandbox,
  { profiles }: KlaviyoSandbox,
  arrived: Arrived,
): readonly Row[] {
  const byId = new Map(profiles.map((profile) => [profile.id, profile]));
  const byExternalId = new Map(profiles.map((profile) => [profile.external_id, profile]));
  const byEmail = new Map(profiles.map((profile) => [profile.email, profile]));

  const strangers: string[] = [];
  for (const { id, email } of store.customers) {
    const found = byExternalId.get(String(id));
    if (found === undefined) strangers.push(`customer ${id} has no profile`);
    else if (found.email !== email) {
      strangers.push(`customer ${id} is ${found.email} in Klaviyo, and ${email} in the store`);
    }
  }

  const former = new Set<string>();
  const astray: string[] = [];
  let orders = 0;
  for (const { orderId, person, steps } of history.orders) {
    if (person.customerId !== 0) for (const email of person.emails.slice(0, -1)) former.add(email);
    const [event] = arrived.of('Placed Order', String(orderId));
    if (event === undefined) continue;
    orders += 1;
    const profile = byId.get(event.profileId);
    const { customer_id: customerId } = steps[0]?.order ?? {};
    const emails = new Set([
      ...person.emails,
      ...steps.map(({ order }) => order.billing_address.email),
    ]);
    const isTheirs =
      customerId === 0
        ? emails.has(profile?.email ?? '')
        : profile?.external_id === String(customerId);
    if (!isTheirs) astray.push(`order ${orderId} is with ${profile?.email ?? 'nobody'}`);
  }
  // A newsletter goes on to the address that it was asked for with.
  for (const { email } of store.subscribers) former.delete(email);
  const left = [...former].filter((email) => byEmail.has(email));
  return [
    row('customers', store.customers.length, store.customers.length - strangers.length, strangers),
    row('profiles of addresses that are no more', 0, left.length, left),
    row('orders with their shopper', orders, orders - astray.length, astray),
  ];
}
