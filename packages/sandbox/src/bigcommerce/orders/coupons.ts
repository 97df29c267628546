import { decimal, jsonNumber, money, sum } from '../money.ts';
import type { OrderDiscount } from './discounts.ts';
import type { OrderCoupon } from './order-parts.ts';
import type { PlacedCoupon } from './placement.ts';

const FREE_SHIPPING = 4;

/** The coupons of the store: each code has one id, in every order. */
export class Coupons {
  readonly #ids = new Map<string | null, number>();

  used(
    orderId: number,
    coupons: readonly PlacedCoupon[],
    useIds: readonly number[],
  ): OrderCoupon[] {
    return coupons.map(({ code, amount, type = 2, face = amount }, index) => ({
      id: useIds[index] ?? 0,
      coupon_id: this.#idOf(code),
      order_id: orderId,
      code,
      amount: jsonNumber(face),
      type,
      discount: jsonNumber(amount),
    }));
  }

  #idOf(code: string | null): number {
    const id = this.#ids.get(code) ?? this.#ids.size + 1;
    this.#ids.set(code, id);
    return id;
  }
}

export function couponDiscount(coupons: readonly PlacedCoupon[]): string {
  return money(sum(coupons.map(({ amount }) => amount)));
}

export function shippingIsFree(coupons: readonly PlacedCoupon[]): boolean {
  return coupons.some(({ type }) => type === FREE_SHIPPING);
}

/** Those that take money off, each to be spread over the lines. */
export function couponDiscounts(coupons: readonly PlacedCoupon[]): OrderDiscount[] {
  return coupons
    .filter(({ amount }) => decimal(amount).gt(0))
    .map(({ code, amount }) => ({ id: 'coupon', name: code ?? 'Promotion', code, amount }));
}
