import { jsonNumber } from '../money.ts';
import { amountsOf, type CartAmounts } from './cart-amounts.ts';
import type { CartRecord } from './cart-record.ts';
import type { CheckoutAddress } from './new-cart.ts';
import { couponsOf, discountsOf, heading, optionsAsked, times } from './show-cart.ts';
import { lineItems } from './show-items.ts';

/** A checkout as `GET /v3/checkouts/{id}` answers it: its id is that of the cart. */
export function showCheckout(cart: CartRecord, include: readonly string[] = []) {
  const amounts = amountsOf(cart);
  const { goods, subtotal, shipping, tax, total } = amounts;
  const options = optionsAsked(include, 'cart.line_items.');
  return {
    id: cart.id,
    cart: {
      ...heading(cart, amounts),
      cart_amount_inc_tax: jsonNumber(goods.incTax),
      cart_amount_ex_tax: jsonNumber(goods.exTax),
      coupons: couponsOf(cart),
      discounts: discountsOf(cart, amounts),
      line_items: lineItems(cart, amounts, { taxable: 'is_taxable', options }),
      ...times(cart),
    },
    billing_address:
      cart.billingAddress === undefined
        ? {}
        : { id: cart.id.slice(0, 13), ...address(cart.billingAddress) },
    consignments: consignments(cart, amounts, include),
    taxes: [{ name: 'Tax', amount: jsonNumber(tax) }],
    coupons: couponsOf(cart),
    // Text, though the id of an order is a number everywhere else.
    order_id: cart.orderId === undefined ? null : String(cart.orderId),
    shipping_cost_total_inc_tax: jsonNumber(shipping.incTax),
    shipping_cost_total_ex_tax: jsonNumber(shipping.exTax),
    handling_cost_total_inc_tax: 0,
    handling_cost_total_ex_tax: 0,
    tax_total: jsonNumber(tax),
    subtotal_inc_tax: jsonNumber(subtotal.incTax),
    subtotal_ex_tax: jsonNumber(subtotal.exTax),
    grand_total: jsonNumber(total),
    ...times(cart),
    customer_message: '',
    staff_note: ' ',
    fees: [],
    promotions: [{ banners: [] }],
    version: cart.version,
  };
}

/** One for all that is shipped. The address stands in it twice, under its old name and its new one. */
function consignments(cart: CartRecord, { shipping }: CartAmounts, include: readonly string[]) {
  if (cart.shippingAddress === undefined) return [];
  const option = {
    id: '26fb2db4ad77b0f039328d22d2869617',
    type: 'shipping_flatrate',
    description: 'Flat Rate',
    image_url: '',
    cost: jsonNumber(cart.shipping ?? '0'),
    transit_time: '',
    additional_description: '',
  };
  const to = address(cart.shippingAddress);
  return [
    {
      id: cart.id.slice(-13),
      shipping_cost_inc_tax: jsonNumber(shipping.incTax),
      shipping_cost_ex_tax: jsonNumber(shipping.exTax),
      handling_cost_inc_tax: 0,
      handling_cost_ex_tax: 0,
      coupon_discounts: [],
      discounts: [],
      line_item_ids: cart.items.filter(({ kind }) => kind === 'physical').map(({ id }) => id),
      ...(cart.shipping !== undefined && { selected_shipping_option: option }),
      shipping_address: to,
      address: to,
      ...(include.includes('consignments.available_shipping_options') && {
        available_shipping_options: [option],
      }),
    },
  ];
}

function address(given: Partial<CheckoutAddress>): CheckoutAddress {
  return {
    first_name: '',
    last_name: '',
    email: '',
    company: '',
    address1: '',
    address2: '',
    city: '',
    state_or_province: '',
    state_or_province_code: '',
    country: '',
    country_code: '',
    postal_code: '',
    phone: '',
    custom_fields: [],
    ...given,
  };
}
