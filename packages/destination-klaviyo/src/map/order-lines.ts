import type { Ecommerce, PlannedEvent } from '@millrace/core';
import type { Big } from 'big.js';
import { decimal } from './decimal.ts';

export type Order = PlannedEvent<Ecommerce, 'Order Updated'>['properties'];
export type Checkout = PlannedEvent<Ecommerce, 'Checkout Started'>['properties'];
export type Product = NonNullable<Order['products']>[number];

/** A line of an order or of a cart, read once for all the metrics that tell of it. */
export interface OrderLine {
  /** What tells it from the other lines of its order, every time it is sent. */
  readonly key: string;
  readonly product: Product;
  readonly categories: readonly string[];
  /** Price times quantity, before any adjustment. */
  readonly total: Big | undefined;
}

export function linesOf({ products }: Pick<Order, 'products'>): readonly OrderLine[] {
  // A plan of a team's own may leave orders unchecked.
  if (!Array.isArray(products)) return [];
  const taken = new Set<string>();
  return products.filter(isObject).map((product, index) => ({
    key: freeKey(keyOf(product) ?? String(index + 1), taken),
    product,
    categories: categoriesOf(product),
    total: totalOf(product),
  }));
}

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/**
 * The id of the line if its source has one, else of what was bought. The first that is there, not all of them together:
 * so two senders that name a line alike come to the same key, whatever else one of them knows.
 */
function keyOf(product: Product): string | undefined {
  const { line_item_id: lineItemId, product_id: productId, sku, variant } = product;
  const key = [lineItemId, productId, sku, variant].find(
    (id) => id !== undefined && id !== null && id !== '',
  );
  return typeof key === 'string' || typeof key === 'number' ? String(key) : undefined;
}

function freeKey(key: string, taken: Set<string>): string {
  let free = key;
  for (let n = 2; taken.has(free); n += 1) free = `${key}_${n}`;
  taken.add(free);
  return free;
}

export function categoriesOf(product: Product): readonly string[] {
  const { categories, category } = product;
  if (Array.isArray(categories)) return categories.filter((c) => typeof c === 'string' && c !== '');
  return typeof category === 'string' && category !== '' ? [category] : [];
}

/** Price times quantity. What does not say how many is one. */
export function totalOf({ price, quantity }: Pick<Product, 'price' | 'quantity'>): Big | undefined {
  const one = decimal(price);
  return quantity === 1 ? one : one?.times(decimal(quantity) ?? 1);
}
