import { expect, test } from 'vitest';
import { contentOf } from './content.ts';
import { Checkout } from './schema.ts';

const mug = {
  id: 'a',
  product_id: 1,
  variant_id: 2,
  sku: 'M',
  name: 'Mug',
  quantity: 1,
  list_price: 5,
};
const book = { ...mug, id: 'b', product_id: 3, variant_id: 4 };
const options = (value: string) => ({ ...mug, options: [{ name: 'Colour', value }] });

function content(
  lists: object,
  { email = 'ada@example.org', currency = 'USD', ...more } = {},
): string {
  const cart = { customer_id: 0, email, currency: { code: currency }, line_items: lists };
  return contentOf(Checkout.parse({ cart, grand_total: 1, ...more }), email);
}
const physical = (...items: object[]) => ({ physical_items: items });

test.each([
  ['the order of the items', physical(book, mug)],
  ['the ids of the items', physical({ ...mug, id: 'z' }, book)],
  ['a price', physical({ ...mug, list_price: 4 }, book)],
])('%s makes no other checkout', (_, lists) => {
  expect(content(lists)).toBe(content(physical(mug, book)));
});

test.each([
  ['a product', physical(mug, mug)],
  ['a variant', physical({ ...mug, variant_id: 9 }, book)],
  ['what was chosen of a product', physical(options('Red'), book)],
  ['how many', physical({ ...mug, quantity: 2 }, book)],
  ['a custom item', { ...physical(mug, book), custom_items: [{ ...mug, quantity: '1' }] }],
  ['a gift certificate', { ...physical(mug, book), gift_certificates: [{ id: 'g', amount: 25 }] }],
])('%s makes another checkout', (_, lists) => {
  expect(content(lists)).not.toBe(content(physical(mug, book)));
});

test('who it is, the currency and the coupons make another checkout', () => {
  const lists = physical(mug);
  const all = [
    content(lists),
    content(lists, { email: 'bo@example.org' }),
    content(lists, { currency: 'EUR' }),
    content(lists, { coupons: [{ code: 'A', discounted_amount: 1 }] } as object),
    content(lists, { coupons: [{ code: 'B', discounted_amount: 1 }] } as object),
  ];
  expect(new Set(all).size).toBe(all.length);
  expect(content(lists, { email: 'ADA@example.org' })).toBe(all[0]);
});
