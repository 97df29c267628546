import type { Catalog } from '../catalog/catalog.ts';
import { addressOf, type Customers } from '../customers/customers.ts';
import { rfc2822, wholeSecond } from '../dates.ts';
import type { StoreProfile } from '../store-profile.ts';
import { emptyAddress, shippingAddress } from './addresses.ts';
import { type OrderContent, orderContent } from './content.ts';
import { Coupons } from './coupons.ts';
import { currencies, heading, stubs } from './heading.ts';
import type { Order } from './order.ts';
import type { Address } from './order-parts.ts';
import type { Recipe } from './recipe.ts';
import type { OrderRecord } from './record.ts';
import { pastRefund } from './past-refund.ts';

export interface PlaceContext {
  readonly store: StoreProfile;
  readonly catalog: Catalog;
  readonly customers: Customers;
}

export interface OrderPlacer {
  /** Everything an order has when the store creates it. */
  place(orderId: number, recipe: Recipe, now: number): OrderRecord;
  /** What is in it and what it costs, by another recipe. */
  content(orderId: number, recipe: Recipe): OrderContent;
}

/** Makes orders out of what was put into the cart. */
export function orderPlacer({ store, catalog, customers }: PlaceContext): OrderPlacer {
  const coupons = new Coupons();
  const content = (orderId: number, recipe: Recipe) =>
    orderContent(orderId, recipe, { store, catalog, coupons });

  function place(orderId: number, recipe: Recipe, now: number): OrderRecord {
    const { placement } = recipe;
    const customer =
      placement.customerId === undefined ? undefined : customers.get(placement.customerId);
    const billing: Address = {
      ...emptyAddress,
      ...addressOf(customer),
      ...(placement.email !== undefined && { email: placement.email }),
      ...placement.billingAddress,
    };
    const { amounts, ...parts } = content(orderId, recipe);
    const { createdAt, modifiedAt } = placedDates(placement, now);
    const order: Order = {
      ...heading(orderId, placement, createdAt),
      ...amounts,
      ...currencies(placement, store),
      date_modified: rfc2822(modifiedAt),
      customer_id: customer?.id ?? 0,
      billing_address: billing,
      ...stubs(orderId, store),
    };
    const ships = { ...billing, ...placement.shippingAddress };
    return {
      order,
      ...parts,
      recipe,
      shippingAddresses: amounts.order_is_digital
        ? []
        : [shippingAddress(recipe.addressId, order, ships, store)],
      shipments: [],
      refunds: (placement.refunds ?? []).map((refund, index) =>
        pastRefund(recipe.refundIds[index] ?? 0, order, refund),
      ),
      transactions: [],
      createdAt,
      modifiedAt,
      bornAt: now,
      madeAt: now,
    };
  }

  return { place, content };
}

/** In ms, whole seconds. */
export function placedDates(placement: Recipe['placement'], now: number) {
  const { dateCreated = now, dateModified, dateShipped = 0, refunds = [] } = placement;
  const last = Math.max(dateCreated, dateShipped, ...refunds.map(({ created }) => created));
  return {
    createdAt: wholeSecond(dateCreated),
    modifiedAt: wholeSecond(dateModified ?? last),
  };
}
