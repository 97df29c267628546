import { amount, currency, text } from './fields.ts';
import { products } from './product.ts';

/** What a started checkout and every order have in common. Amounts are of the whole transaction, in `currency`. */
export const transactionFields = {
  /** The store or affiliate that the transaction came from. */
  affiliation: text,
  /** Without shipping and tax. */
  revenue: amount,
  shipping: amount,
  tax: amount,
  /** The sum of all discounts, as a positive amount. */
  discount: amount,
  /** The code of the coupon redeemed with the transaction. */
  coupon: text,
  currency,
  products,
};
