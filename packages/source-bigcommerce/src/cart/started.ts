import type { Settings } from '../settings.ts';
import type { Checkout } from './schema.ts';

/** After these times since its last change, a checkout is looked at that may go on without any webhook. */
const looksAfter = [60_000, 5 * 60_000, 15 * 60_000];

/** Whether a checkout has started; if not, when it is worth another look, if nothing more is heard of it. */
export type Standing = 'started' | { readonly againInMs?: number };

/**
 * Whether a checkout has started, as the setting has it. Of a shopper who is signed in, the email is known from the first
 * product on: there it takes an address, or the storefront's word.
 *
 * @param pressed whether the storefront said that the shopper went to the checkout.
 */
export function standingOf(
  checkout: Checkout,
  setting: Settings['checkoutStarted'],
  pressed: boolean,
  now: number,
): Standing {
  const { cart, billing_address: billing } = checkout;
  const shipsTo = checkout.consignments.some(
    ({ address, shipping_address: old }) => isFilled(address) || isFilled(old),
  );
  const isGuest = cart.customer_id === undefined;
  const contact = isGuest
    ? (cart.email ?? billing.email) !== undefined
    : pressed || shipsTo || isFilled(billing);
  // A guest who types an email is heard of.
  if (isGuest && !contact) return {};
  const ships = cart.line_items.physical_items.length > 0;
  if (contact && (setting === 'contact' || shipsTo || !ships)) return 'started';
  return later(checkout, now);
}

/** A name alone is filled in before there is an address. */
function isFilled({ address1, city, postal_code }: Checkout['billing_address']): boolean {
  return (address1 ?? city ?? postal_code) !== undefined;
}

/** Counted from the last change, so that it is the same however often the checkout is looked at meanwhile. */
function later({ updated_time: updated }: Checkout, now: number): Standing {
  const passed = updated === undefined ? 0 : Math.max(0, now - Date.parse(updated));
  const next = looksAfter.find((ms) => ms > passed);
  return next === undefined ? {} : { againInMs: next - passed };
}
