import type { BigCommerceSandbox, OrderPlacement } from '@millrace/sandbox';

const minute = 60_000;
const prices = ['7.95', '14.49', '21.95', '199.00'];

/** What becomes of an order, by its number: the facts that a backfill is to tell. */
const fates = [
  ...Array.from({ length: 6 }, () => ({ statusId: 11, facts: ['placed'] })),
  { statusId: 10, facts: ['placed', 'fulfilled'] },
  { statusId: 2, facts: ['placed', 'fulfilled'] },
  { statusId: 14, facts: ['placed', 'refund'] },
  { statusId: 7, facts: [] },
];

/** Fills a store with orders of the past; returns the facts of each, by its id. */
export function seedHistory(
  store: BigCommerceSandbox,
  { orders, customers, now }: { orders: number; customers: number; now: number },
): ReadonlyMap<number, readonly string[]> {
  const products = prices.map((price, n) => store.addProduct({ name: `Goods ${n}`, price }).id);
  const buyers = Array.from(
    { length: customers },
    (_, n) => store.addCustomer({ email: `buyer${n}@post.millrace-shop.co` }).id,
  );
  const fateOf = (n: number) => fates[n % fates.length] ?? { statusId: 11, facts: ['placed'] };
  const placement = (n: number): OrderPlacement => {
    const dateCreated = now - (orders - n) * 5 * minute - minute;
    const { statusId } = fateOf(n);
    const at = n % prices.length;
    const price = prices[at] ?? '1.00';
    return {
      lines: [
        { productId: products[at] ?? 0, quantity: 1 + (n % 3), price },
        { productId: products[0] ?? 0, quantity: 1, price: '3.10' },
      ],
      // Every other one is a guest.
      ...(n % 2 === 0
        ? { email: `guest${n}@post.millrace-shop.co` }
        : { customerId: buyers[n % customers] }),
      statusId,
      dateCreated,
      ...(statusId === 10 || statusId === 2 ? { dateShipped: dateCreated + minute } : {}),
      ...(statusId === 14 ? { refunds: [{ created: dateCreated + minute, amount: '3.10' }] } : {}),
    };
  };
  const { firstId } = store.seedOrders(orders, placement);
  return new Map(Array.from({ length: orders }, (_, n) => [firstId + n, fateOf(n).facts]));
}
