import type { Draft } from '@millrace/core';
import { present } from '../present.ts';
import type { OrderFact } from './fact.ts';
import type { Order } from './schema.ts';

/**
 * Who a guest is and where they live, once there is an order. Of a registered customer the customer itself tells that; of a
 * guest there is nothing but their orders, and an event says no more of a profile than whose it is. Without the street.
 *
 * Klaviyo: Review your BigCommerce data, "Customer data synced from BigCommerce".
 *
 * @param drafts of the facts, in their order.
 */
export function guestOf(
  facts: readonly OrderFact[],
  drafts: readonly Draft<'track'>[],
  { id, customer_id: customerId, billing_address: billing }: Order,
  storeHash: string,
): readonly Draft<'identify'>[] {
  const placed = drafts[facts.findIndex(({ kind }) => kind === 'placed')];
  if (placed === undefined || customerId !== undefined || billing.email === undefined) return [];
  const address = present({
    city: billing.city,
    state: billing.state,
    postalCode: billing.zip,
    country: billing.country ?? billing.country_iso2,
  });
  const { timestamp } = placed;
  const { traits: _, ...context } = placed.context ?? {};
  return [
    {
      type: 'identify',
      messageId: `bigcommerce:${storeHash}:guest:${id}`,
      ...(timestamp !== undefined && { timestamp }),
      context,
      traits: present({
        email: billing.email,
        firstName: billing.first_name,
        lastName: billing.last_name,
        phone: billing.phone,
        address: Object.keys(address).length > 0 ? address : undefined,
      }),
    },
  ];
}
