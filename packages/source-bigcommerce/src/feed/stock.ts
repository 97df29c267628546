import { present } from '../present.ts';
import type { FeedProduct, FeedVariant } from './feed-product.ts';
import type { Item } from './item.ts';

type Stock = Pick<Item, 'inventory_quantity' | 'inventory_policy'>;

/** What cannot be bought now is out of stock; what is not counted has no quantity, and is always shown. */
export function stockOf(product: FeedProduct, variant?: FeedVariant): Stock {
  if (product.availability === 'disabled' || variant?.purchasing_disabled === true) {
    return { inventory_quantity: 0, inventory_policy: 1 };
  }
  const tracking = product.inventory_tracking;
  if (tracking !== 'product' && tracking !== 'variant') return { inventory_policy: 2 };
  const own = tracking === 'variant' ? variant?.inventory_level : undefined;
  const level = own ?? product.inventory_level ?? undefined;
  return {
    // Orders taken beyond the stock make it negative.
    ...present({ inventory_quantity: level === undefined ? undefined : Math.max(0, level) }),
    inventory_policy: 1,
  };
}
