import type { Emit } from '../webhooks/events.ts';
import type { CartRecord } from './cart-record.ts';

/** Says what happened to a cart: once for the store, once for its channel. */
export interface CartEvents {
  happened(event: string, cart: CartRecord, more?: object): void;
  itemHappened(event: 'created' | 'updated' | 'deleted', cart: CartRecord, itemId: string): void;
  /** A change of a cart says `updated`; what else it says comes before. */
  updated(cart: CartRecord): void;
}

/** Source: BigCommerce, Webhooks, "Carts", "Cart line items" and "Channel Webhook Events". */
export function cartEvents(emit: Emit): CartEvents {
  const happened: CartEvents['happened'] = (event, { id, channelId }, more = {}) => {
    emit(`store/cart/${event}`, { type: 'cart', id, ...more });
    emit(`store/channel/${channelId}/cart/${event}`, { cart_id: id });
  };
  return {
    happened,
    updated: (cart) => happened('updated', cart),
    itemHappened(event, { id: cartId, channelId }, itemId) {
      emit(`store/cart/lineItem/${event}`, { type: 'cart_line_item', id: itemId, cartId });
      emit(`store/channel/${channelId}/cart/lineItem/${event}`, {
        cart_id: cartId,
        cart_item_id: itemId,
      });
    },
  };
}

/**
 * An order that came out of a cart is paid: the cart is gone.
 *
 * Source: BigCommerce, Webhooks, "Carts", `store/cart/converted`.
 */
export function cartConversion(
  emit: Emit,
  remove: (cartId: string) => void,
): (cartId: string, orderId: number, channelId: number) => void {
  return (id, orderId, channelId) => {
    remove(id);
    emit('store/cart/converted', { type: 'cart', id, orderId }, orderId);
    emit(`store/channel/${channelId}/cart/converted`, { cart_id: id }, orderId);
  };
}
