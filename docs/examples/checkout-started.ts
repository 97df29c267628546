import type { Pipeline } from '@millrace/core';
import type { BigCommerceSource } from '@millrace/source-bigcommerce';

interface Visitor {
  readonly anonymousId: string;
  readonly cartId: string;
}

//#region link
/** Whoever browses is whoever has these carts. For a cart that gets another id, name the former one, too. */
export async function linkCarts(
  pipeline: Pick<Pipeline, 'identify'>,
  anonymousId: string,
  ...cartIds: readonly string[]
): Promise<void> {
  const externalIds = cartIds.map((id) => ({ type: 'bigcommerce_cart_id', id }));
  await pipeline.identify({ anonymousId, context: { externalIds } });
}
//#endregion link

//#region checkout
/** In the storefront's route to the checkout, before it redirects. */
export async function beforeCheckout(
  pipeline: Pick<Pipeline, 'identify'>,
  store: Pick<BigCommerceSource, 'checkoutStarted'>,
  { anonymousId, cartId }: Visitor,
): Promise<void> {
  await linkCarts(pipeline, anonymousId, cartId);
  await store.checkoutStarted(cartId);
}
//#endregion checkout
