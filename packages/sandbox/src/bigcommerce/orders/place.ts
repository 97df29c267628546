import type { Catalog } from '../catalog/catalog.ts';
import { addressOf, type Customers } from '../customers.ts';
import { wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';
import { decimal, jsonNumber, money, sum } from '../money.ts';
import type { StoreProfile } from '../store-profile.ts';
import type { OrderDiscount } from './discounts.ts';
import { emptyAddress, shippingAddress } from './addresses.ts';
import { currencies, heading, stubs } from './heading.ts';
import { orderProducts } from './lines.ts';
import type { Order } from './order.ts';
import type { Address, OrderCoupon } from './order-parts.ts';
import type { OrderPlacement } from './placement.ts';
import type { OrderRecord } from './record.ts';
import { totals } from './totals.ts';

export interface PlaceContext {
  readonly store: StoreProfile;
  readonly catalog: Catalog;
  readonly customers: Customers;
  readonly now: () => number;
}

/** Makes orders out of what was put into the cart: everything an order has when the store creates it. */
export function orderPlacer({ store, catalog, customers, now }: PlaceContext) {
  const nextProductId = counter(1);
  const nextAddressId = counter(1);
  const nextCouponUseId = counter(1);
  const couponIds = new Map<string, number>();

  function coupons(orderId: number, placement: OrderPlacement): OrderCoupon[] {
    return (placement.coupons ?? []).map(({ code, amount }) => {
      const couponId = couponIds.get(code) ?? couponIds.size + 1;
      couponIds.set(code, couponId);
      const off = jsonNumber(amount);
      return {
        id: nextCouponUseId(),
        coupon_id: couponId,
        order_id: orderId,
        code,
        amount: off,
        type: 2,
        discount: off,
      };
    });
  }

  return function place(orderId: number, placement: OrderPlacement): OrderRecord {
    const customer =
      placement.customerId === undefined ? undefined : customers.get(placement.customerId);
    const billing: Address = {
      ...emptyAddress,
      ...addressOf(customer),
      ...(placement.email !== undefined && { email: placement.email }),
      ...placement.billingAddress,
    };
    const taxRate = placement.taxRate ?? '0';
    const addressId = nextAddressId();
    const products = orderProducts(placement.lines, discounts(placement), {
      orderId,
      addressId,
      taxRate,
      catalog,
      nextId: nextProductId,
    });
    const amounts = totals(products, {
      shipping: placement.shipping ?? '0',
      handling: placement.handling ?? '0',
      discount: placement.discount ?? '0',
      couponDiscount: money(sum((placement.coupons ?? []).map((coupon) => coupon.amount))),
      taxRate,
    });
    const isDigital = products.every((product) => product.type === 'digital');
    const createdAt = wholeSecond(placement.dateCreated ?? now());
    const order: Order = {
      ...amounts,
      ...heading(orderId, placement, createdAt),
      ...currencies(placement, store),
      customer_id: customer?.id ?? 0,
      items_total: products
        .filter((product) => !product.is_bundled_product)
        .reduce((count, product) => count + product.quantity, 0),
      order_is_digital: isDigital,
      shipping_address_count: isDigital ? 0 : 1,
      billing_address: billing,
      ...stubs(orderId, store),
    };
    const ships = { ...billing, ...placement.shippingAddress };
    return {
      order,
      products,
      coupons: coupons(orderId, placement),
      shippingAddresses: isDigital ? [] : [shippingAddress(addressId, order, ships, store)],
      shipments: [],
      refunds: [],
      createdAt,
      modifiedAt: createdAt,
    };
  };
}

function discounts({ discount, coupons = [] }: OrderPlacement): OrderDiscount[] {
  const byCoupon = coupons.map(({ code, amount }) => ({ id: 'coupon', name: code, code, amount }));
  if (discount === undefined || decimal(discount).eq(0)) return byCoupon;
  const byHand = { id: 'manual-discount', name: 'Manual Discount', code: null, amount: discount };
  return [byHand, ...byCoupon];
}
