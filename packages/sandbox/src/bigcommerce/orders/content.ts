import type { Catalog } from '../catalog/catalog.ts';
import type { StoreProfile } from '../store-profile.ts';
import { type DecimalText, decimal, money, sum } from '../money.ts';
import { type Coupons, couponDiscount, couponDiscounts, shippingIsFree } from './coupons.ts';
import type { OrderDiscount } from './discounts.ts';
import { orderFees, type OrderFee } from './fees.ts';
import { orderProducts } from './lines.ts';
import type { Order } from './order.ts';
import type { OrderCoupon } from './order-parts.ts';
import type { OrderProduct } from './order-product.ts';
import type { Recipe } from './recipe.ts';
import { type Totals, totals } from './totals.ts';

export interface ContentContext {
  readonly store: StoreProfile;
  readonly catalog: Catalog;
  readonly coupons: Coupons;
}

/** What is in an order and what it costs: all that an edit can change. */
export interface OrderContent {
  readonly amounts: Totals &
    Pick<
      Order,
      | 'is_tax_inclusive_pricing'
      | 'items_total'
      | 'order_is_digital'
      | 'shipping_address_count'
      | 'store_credit_amount'
      | 'gift_certificate_amount'
    >;
  readonly products: readonly OrderProduct[];
  readonly coupons: readonly OrderCoupon[];
  readonly fees: readonly OrderFee[];
}

export function orderContent(
  orderId: number,
  recipe: Recipe,
  { store, catalog, coupons: known }: ContentContext,
): OrderContent {
  const { placement, lines, addressId } = recipe;
  const { discount = '0', coupons = [] } = placement;
  const inclusive = placement.taxIncluded ?? store.pricesIncludeTax;
  const tax = { rate: placement.taxRate ?? '0', inclusive };
  const context = { orderId, addressId, tax, catalog };
  const spread = [...byHand(discount), ...couponDiscounts(coupons)];
  const products = orderProducts(lines, spread, context);
  const fees = orderFees(placement.fees ?? [], tax, (index) => recipe.feeIds[index] ?? 0);
  const promotions = lines.flatMap(({ line }) => line.discount?.amount ?? []);
  const amounts = totals(products, {
    shipping: placement.shipping ?? '0',
    shippingIsFree: shippingIsFree(coupons),
    handling: placement.handling ?? '0',
    discount: money(sum([discount, ...promotions])),
    couponDiscount: couponDiscount(coupons),
    fees,
    tax,
  });
  const isDigital = products.every((product) => product.type !== 'physical');
  return {
    amounts: {
      ...amounts,
      is_tax_inclusive_pricing: inclusive,
      items_total: products
        .filter((product) => !product.is_bundled_product)
        .reduce((count, product) => count + product.quantity, 0),
      order_is_digital: isDigital,
      shipping_address_count: isDigital ? 0 : 1,
      store_credit_amount: money(placement.storeCredit ?? '0'),
      gift_certificate_amount: money(placement.giftCertificate ?? '0'),
    },
    products,
    coupons: known.used(orderId, coupons, recipe.couponUseIds),
    fees,
  };
}

function byHand(amount: DecimalText): OrderDiscount[] {
  if (decimal(amount).eq(0)) return [];
  return [{ id: 'manual-discount', name: 'Manual Discount', code: null, amount }];
}
