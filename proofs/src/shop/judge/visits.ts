import type { ShopHistory } from '@millrace/sandbox';
import type { Arrived } from './arrived.ts';
import { type Row, row } from './row.ts';

const metrics = ['Viewed Product', 'Added to Cart', 'Cart Viewed'];

/** What a visitor did before anybody knew them is theirs once their cart has become an order of somebody. */
export function judgeVisits({ visits, orders }: ShopHistory, arrived: Arrived): Row {
  const ordered = new Set(
    [...orders].flatMap(({ orderId, steps }) =>
      arrived.of('Placed Order', String(orderId)).length > 0 ? (steps[0]?.order.cart_id ?? []) : [],
    ),
  );
  const problems: string[] = [];
  let store = 0;
  let klaviyo = 0;
  for (const { told, cartId } of visits) {
    if (cartId === undefined || !ordered.has(cartId)) continue;
    for (const messageId of told) {
      const count = metrics.reduce((sum, name) => sum + arrived.of(name, messageId).length, 0);
      store += 1;
      klaviyo += count;
      if (count !== 1) problems.push(`${messageId} of the cart ${cartId} is there ${count} times`);
    }
  }
  return row('what shoppers looked at', store, klaviyo, problems);
}
