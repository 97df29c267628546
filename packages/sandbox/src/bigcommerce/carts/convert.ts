import type { Order } from '../orders/order.ts';
import type { OrderActions } from '../orders/order-actions.ts';
import type { Address } from '../orders/order-parts.ts';
import type { OrderLine, OrderPlacement } from '../orders/placement.ts';
import type { CartBook } from './cart-book.ts';
import type { CartItem, CartRecord } from './cart-record.ts';
import type { CheckoutAddress } from './new-cart.ts';

/** What `convertCart` can say of the order besides what the cart says. */
export type ConvertedOrder = Omit<OrderPlacement, 'lines' | 'cartId' | 'statusId'>;

export interface CartConversions {
  /**
   * The shopper goes to the payment: an order is made out of the cart, of status Incomplete. The cart stays until the
   * order is paid (`setStatus`), so one cart can leave several Incomplete orders behind. Where there is both tax and a
   * discount the two are not worth the same, as the vendor's own examples have it: a cart is taxed on what is left after
   * the discount, the discount of an order is taken off what includes its tax.
   */
  convertCart(cartId: string, more?: ConvertedOrder): Order;
}

export function cartConversions(book: CartBook, orders: OrderActions): CartConversions {
  return {
    convertCart(cartId, more) {
      const cart = book.get(cartId);
      const order = orders.placeOrder({ ...placementOf(cart), ...more, cartId });
      // The payment step is no change of the cart.
      book.noteOrder(cartId, order.id);
      return order;
    },
  };
}

function placementOf(cart: CartRecord): OrderPlacement {
  const billing = cart.billingAddress ?? cart.shippingAddress ?? {};
  return {
    lines: cart.items.filter(({ parentId }) => parentId === null).map((item) => line(item, cart)),
    ...(cart.customerId !== 0 && { customerId: cart.customerId }),
    ...(cart.email !== '' && { email: cart.email }),
    currency: cart.currency,
    taxRate: cart.taxRate,
    taxIncluded: cart.taxIncluded,
    discount: cart.discount,
    coupons: cart.coupons,
    shipping: cart.shipping ?? '0',
    channelId: cart.channelId,
    billingAddress: orderAddress(billing),
    ...(cart.shippingAddress && { shippingAddress: orderAddress(cart.shippingAddress) }),
  };
}

function line(item: CartItem, { items }: CartRecord): OrderLine {
  const { name, quantity, price, sku, options } = item;
  if (item.kind === 'gift') {
    return { name, quantity, price, giftCertificate: { recipientEmail: item.recipientEmail } };
  }
  if (item.kind === 'custom') return { name, quantity, price, sku };
  return {
    productId: item.productId,
    variantId: item.variantId,
    quantity,
    price,
    sku,
    options,
    ...(item.discount !== '0' && { discount: { name: 'Promotion', amount: item.discount } }),
    bundled: items
      .filter(({ parentId }) => parentId === item.id)
      .map((member) => ({ productId: member.productId, quantity: member.quantity })),
  };
}

/** An order's address has other names than its checkout's had. */
function orderAddress(address: Partial<CheckoutAddress>): Partial<Address> {
  const fields: Partial<Record<keyof Address, string | undefined>> = {
    first_name: address.first_name,
    last_name: address.last_name,
    company: address.company,
    street_1: address.address1,
    street_2: address.address2,
    city: address.city,
    state: address.state_or_province,
    zip: address.postal_code,
    country: address.country,
    country_iso2: address.country_code,
    phone: address.phone,
    email: address.email,
  };
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''),
  );
}
