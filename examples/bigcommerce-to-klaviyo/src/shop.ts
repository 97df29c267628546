import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { BigCommerceSandbox, OrderLine, OrderPlacement } from '@millrace/sandbox';

/** Numbers between 0 and 1 that are the same in every run. */
export function seeded(seed: number): () => number {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

const status = { incomplete: 0, cancelled: 5, awaitingPayment: 7, awaitingFulfilment: 11 };
const goods = [
  'Mug',
  'Towel',
  'Lamp',
  'Chair',
  'Plate',
  'Vase',
  'Clock',
  'Rug',
  'Shelf',
  'Tray',
  'Bowl',
  'Jar',
];

/** What there is to buy, and who is registered: ids of the store. */
export interface Stock {
  readonly products: readonly number[];
  readonly customers: readonly number[];
}

/** Fills an empty store with things to buy and people who buy. */
export function stock(store: BigCommerceSandbox): Stock {
  const products = goods.map((name, index) =>
    store.addProduct({
      name: `${name}, oak`,
      sku: `${name.toUpperCase()}-1`,
      price: `${(index + 1) * 7}.${index % 2 ? '49' : '95'}`,
    }),
  );
  const customers = Array.from({ length: 40 }, (_, index) =>
    store.addCustomer({
      email: `customer${index + 1}@post.millrace-shop.co`,
      firstName: 'Jo',
      lastName: `No. ${index + 1}`,
    }),
  );
  return { products: products.map(({ id }) => id), customers: customers.map(({ id }) => id) };
}

/** Orders of every kind, by their number: what `place` does with the order in the end. */
export function placeOrder(
  store: BigCommerceSandbox,
  stock: Stock,
  number: number,
  random: () => number,
): void {
  const order = store.placeOrder(placement(stock, number, random));
  switch (number % 10) {
    case 7:
      // Somebody closed the tab on the payment page.
      return;
    case 8:
      // Pays by bank transfer, and thinks better of it.
      store.setStatus(order.id, status.awaitingPayment);
      store.setStatus(order.id, status.cancelled);
      return;
    case 9:
      store.setStatus(order.id, status.awaitingPayment);
      store.setStatus(order.id, status.awaitingFulfilment);
      return;
    default:
      store.setStatus(order.id, status.awaitingFulfilment);
  }
}

function placement(stock: Stock, number: number, random: () => number): OrderPlacement {
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const lines: OrderLine[] = Array.from({ length: pick([1, 2, 3, 4, 5]) }, () => ({
    productId: pick(stock.products),
    quantity: pick([1, 2, 3]),
  }));
  return {
    lines,
    // Every third buyer is a guest; one of them leaves no email, as in an order that is made by hand.
    ...(number % 3 === 0
      ? { email: number === 60 ? '' : `guest${number}@post.millrace-shop.co` }
      : { customerId: pick(stock.customers) }),
    currency: number % 4 === 0 ? 'EUR' : 'USD',
    taxRate: number % 5 === 0 ? '0.0825' : '0',
    shipping: number % 2 === 0 ? '4.90' : '0',
    ...(number % 6 === 0 ? { discount: '2.50' } : {}),
    ...(number % 11 === 0 ? { coupons: [{ code: 'OAK10', amount: '3.33' }] } : {}),
    cartId: `cart-${number}`,
  };
}
