import type { Draft } from '@millrace/core';
import { present } from '../present.ts';
import type { Order } from './schema.ts';

type Person = Pick<Draft<'track'>, 'userId' | 'context'>;

/**
 * Who an order is about. A registered customer is its customer id; a guest is known by the email of the billing
 * address, and by the cart, which the storefront may have linked to an anonymous id.
 */
export function customerOf(order: Order, storeHash: string): Person {
  const { billing_address: billing, customer_id: userId, cart_id: cartId } = order;
  const ip = order.ip_address ?? order.ip_address_v6;
  const address = present({
    street: join(', ', billing.street_1, billing.street_2),
    city: billing.city,
    state: billing.state,
    postalCode: billing.zip,
    country: billing.country ?? billing.country_iso2,
  });
  const traits = present({
    email: billing.email,
    firstName: billing.first_name,
    lastName: billing.last_name,
    phone: billing.phone,
    address: Object.keys(address).length > 0 ? address : undefined,
  });
  const externalIds = [];
  if (cartId !== undefined) externalIds.push({ type: 'bigcommerce_cart_id', id: cartId });
  // An event must be about somebody: an order made by hand may name nobody at all.
  if (!userId && !billing.email && !billing.phone && externalIds.length === 0) {
    externalIds.push({ type: 'bigcommerce_order_id', id: `${storeHash}/${order.id}` });
  }
  return {
    ...(userId !== undefined && { userId }),
    context: {
      ...(ip !== undefined && { ip }),
      ...(externalIds.length > 0 && { externalIds }),
      ...(Object.keys(traits).length > 0 && { traits }),
    },
  };
}

function join(separator: string, ...parts: readonly (string | undefined)[]): string | undefined {
  return parts.filter((part) => part !== undefined).join(separator) || undefined;
}
