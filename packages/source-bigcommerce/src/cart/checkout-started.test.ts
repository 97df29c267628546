import { ecommerce } from '@millrace/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Carts, openCarts } from '../../test/carts.ts';
import { customerKey } from '../memory/keys.ts';

let shop: Carts;
beforeEach(async () => {
  shop = await openCarts();
});
afterEach(() => shop.close());

const email = 'ada@example.org';
const leeds = {
  first_name: 'Ada',
  address1: '12 Mill Lane',
  city: 'Leeds',
  postal_code: 'LS1 1AA',
};
const minute = 60_000;

describe('the checkout of a guest', () => {
  test('is told once the email is typed, with all that is in the cart', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart({
      lines: [
        {
          productId: shop.mug,
          quantity: 2,
          options: [{ name: 'Colour', value: 'Red' }],
          discount: '1',
        },
        { productId: shop.book },
      ],
      taxRate: '0.1',
      discount: '2',
    });
    await shop.settle();
    expect(shop.checkouts).toEqual([]);

    await shop.does(() => {
      sandbox.applyCoupon(id, { code: 'SPRING', amount: '3' });
      sandbox.setBillingAddress(id, { first_name: 'Ada', last_name: 'Byron', phone: '0113' });
      sandbox.setShippingAddress(id, leeds, '5');
      sandbox.setCartEmail(id, email);
    });
    expect(shop.checkouts).toMatchObject([
      {
        messageId: expect.stringMatching(
          new RegExp(`^bigcommerce:sandbox1:cart:${id}:checkout:[0-9a-f]{16}$`),
        ),
        timestamp: new Date(shop.clock.now()).toISOString(),
        context: {
          externalIds: [{ type: 'bigcommerce_cart_id', id }],
          traits: { email, firstName: 'Ada', lastName: 'Byron', phone: '0113' },
        },
        properties: {
          cart_id: id,
          currency: 'USD',
          // 2 × 12.50 − 1 + 9 − 2 − 3 = 28, and a tenth of that and of the shipping.
          total: 36.3,
          value: 36.3,
          subtotal: 28,
          revenue: 28,
          shipping: 5,
          tax: 3.3,
          discount: 6,
          coupon: 'SPRING',
          coupons: ['SPRING'],
          item_count: 3,
          channel_id: 1,
        },
      },
    ]);
    const [told] = shop.checkouts;
    expect(told).not.toHaveProperty('userId');
    expect(told?.context).not.toHaveProperty('backfill');
    expect(told?.properties).not.toHaveProperty('checkout_url');
    // Where somebody lives is known from orders.
    expect(JSON.stringify(told)).not.toContain('Leeds');
    expect(told?.properties?.['products']).toMatchObject([
      {
        product_id: String(shop.mug),
        variant_id: expect.any(String),
        line_item_id: expect.any(String),
        sku: 'MUG',
        name: 'Mug',
        brand: 'Acme',
        categories: ['Kitchen', 'Gifts'],
        category: 'Kitchen',
        variant: 'Red',
        options: [{ name: 'Colour', value: 'Red' }],
        price: 12.5,
        quantity: 2,
        // 1 off the item, and its share of the coupon: 3 × 24 / 33.
        discount: 3.1818,
        coupon: 'SPRING',
        url: expect.stringContaining('https://sandbox1.example.com/mug'),
        image_url: 'https://cdn.example.com/mug.jpg',
      },
      { name: 'Book', price: 9, quantity: 1 },
    ]);
    expect(ecommerce['Checkout Started'].parse(told?.properties)).toEqual(told?.properties);
  });

  test('is told again when there is something else in the cart, and not for anything else', async () => {
    const { sandbox } = shop;
    const { id, line_items } = shop.cart();
    const [item] = line_items.physical_items;
    await shop.does(() => sandbox.setCartEmail(id, email));
    expect(shop.checkouts).toHaveLength(1);
    await shop.does(() => sandbox.setShippingAddress(id, leeds, '7'));
    await shop.does(() => sandbox.setCartEmail(id, email.toUpperCase()));
    await shop.does(() => sandbox.abandonCart(id));
    expect(shop.checkouts).toHaveLength(1);
    await shop.does(() => sandbox.updateCartItem(id, item?.id ?? '', 3));
    await shop.does(() => sandbox.applyCoupon(id, { code: 'SPRING', amount: '1' }));
    await shop.does(() => sandbox.addToCart(id, { giftCertificates: [{ amount: '25' }] }));
    await shop.does(() => sandbox.addToCart(id, { customItems: [{ name: 'Rush', price: '4' }] }));
    expect(shop.checkouts).toHaveLength(5);
    // What it was before has been told.
    await shop.does(() => sandbox.updateCartItem(id, item?.id ?? '', 2));
    expect(shop.checkouts).toHaveLength(6);
    await shop.does(() => sandbox.updateCartItem(id, item?.id ?? '', 3));
    expect(shop.checkouts).toHaveLength(6);
    expect(new Set(shop.checkouts.map(({ messageId }) => messageId)).size).toBe(6);
    // Nor was anything told that the store would have to find out to be known.
    expect(shop.source.counts().told).toBe(6);
  });

  test('taking something out and putting it in again starts no other checkout', async () => {
    const { sandbox } = shop;
    const { id, line_items } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, email));
    await shop.does(() => {
      sandbox.addToCart(id, { lines: [{ productId: shop.mug, quantity: 2 }] });
      sandbox.removeCartItem(id, line_items.physical_items[0]?.id ?? '');
    });
    expect(shop.checkouts).toHaveLength(1);
  });

  test('with a corrected email is told of the one typed last', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, 'ada@exmaple.org'));
    await shop.does(() => sandbox.setCartEmail(id, email));
    expect(shop.checkouts.map(({ context }) => context?.traits?.['email'])).toEqual([
      'ada@exmaple.org',
      email,
    ]);
  });

  test('never has two times within one second', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    sandbox.setCartEmail(id, email);
    await shop.settle();
    sandbox.addToCart(id, { lines: [{ productId: shop.book }] });
    await shop.settle();
    const [first, second] = shop.checkouts.map(({ timestamp }) => Date.parse(String(timestamp)));
    expect((second ?? 0) - (first ?? 0)).toBe(1_000);
  });

  test('counts a bundle once, and lists gift certificates and custom items', async () => {
    const { id } = shop.cart({
      lines: [{ productId: shop.mug, bundled: [{ productId: shop.book }] }],
      customItems: [{ name: 'Engraving', price: '5', quantity: 2 }],
      giftCertificates: [{ amount: '25', recipientEmail: 'mother@example.org' }],
    });
    await shop.does(() => shop.sandbox.setCartEmail(id, email));
    const [told] = shop.checkouts;
    expect(told?.properties).toMatchObject({ item_count: 4, subtotal: 47.5 });
    expect(told?.properties?.['products']).toMatchObject([
      { name: 'Mug', price: 12.5 },
      { name: 'Engraving', price: 5, quantity: 2 },
      { name: 'Gift Certificate', price: 25, quantity: 1 },
    ]);
    expect(told?.properties?.['products']).toMatchObject([
      {},
      expect.not.objectContaining({ product_id: expect.anything() }),
      {},
    ]);
    expect(JSON.stringify(told)).not.toContain('mother@example.org');
  });

  test('of a store whose prices include tax says so, and its goods are without it', async () => {
    const { id } = shop.cart({
      lines: [{ productId: shop.mug, quantity: 2, price: '15' }],
      taxRate: '0.2',
      taxIncluded: true,
    });
    await shop.does(() => shop.sandbox.setCartEmail(id, email));
    expect(shop.checkouts[0]?.properties).toMatchObject({
      total: 30,
      subtotal: 25,
      tax: 5,
      prices_include_tax: true,
      products: [{ price: 15, quantity: 2 }],
    });
  });
});

describe('the checkout of somebody who is signed in', () => {
  let customerId: number;
  beforeEach(() => {
    customerId = shop.sandbox.addCustomer({ email }).id;
  });
  const reads = () => shop.requests(/\/checkouts\//);

  test('is told once an address is filled in, which no webhook says', async () => {
    const { id } = shop.cart({ customerId });
    await shop.settle();
    await shop.pass(0.5 * minute);
    shop.sandbox.setBillingAddress(id, leeds);
    await shop.pass(0.5 * minute + 1);
    expect(shop.checkouts).toMatchObject([
      { userId: String(customerId), context: { traits: { email } } },
    ]);
  });

  test('is told with the email of the account, whatever stands beside a billing address', async () => {
    const { id } = shop.cart({ customerId });
    await shop.does(() =>
      shop.sandbox.setBillingAddress(id, { ...leeds, email: 'child@example.org' }),
    );
    await shop.pass(minute + 1);
    expect(shop.checkouts).toMatchObject([{ context: { traits: { email } } }]);
  });

  test('is looked at 1, 5 and 15 minutes after its last change, and then no more', async () => {
    shop.cart({ customerId });
    await shop.settle();
    const first = reads();
    const times: number[] = [];
    for (let n = 1; n <= 60; n += 1) {
      const before = reads();
      await shop.pass(minute);
      if (reads() > before) times.push(n);
    }
    expect(first).toBeGreaterThan(0);
    expect(times).toEqual([1, 5, 15]);
    expect(await shop.source.waiting()).toEqual([]);
    expect(shop.checkouts).toEqual([]);
  });

  test('is told when it was abandoned with an address filled in later', async () => {
    const { id } = shop.cart({ customerId });
    await shop.settle();
    await shop.pass(20 * minute);
    shop.sandbox.setShippingAddress(id, leeds);
    await shop.pass(60 * minute);
    expect(shop.checkouts).toEqual([]);
    expect(shop.sandbox.abandonIdleCarts()).toEqual([id]);
    await shop.settle();
    expect(shop.checkouts).toHaveLength(1);
  });

  test('is told at once when the storefront says that they go to the checkout', async () => {
    const { id } = shop.cart({ customerId });
    await shop.settle();
    expect(shop.checkouts).toEqual([]);
    await shop.source.checkoutStarted(id);
    await shop.settle();
    expect(shop.checkouts).toMatchObject([{ userId: String(customerId) }]);
    await expect(shop.source.checkoutStarted('../orders')).rejects.toThrow('no cart');
  });

  test('asks for the email only when the customer was not told of', async () => {
    const { id } = shop.cart({ customerId });
    await shop.source.checkoutStarted(id);
    await shop.settle();
    const asked = shop.requests(/\/customers$/);
    expect(asked).toBeGreaterThan(0);
    const key = customerKey(String(customerId));
    await shop.context.commit([], [{ key, value: { link: '1', hash: '1', traits: [], email } }]);
    await shop.source.checkoutStarted(shop.cart({ customerId }).id);
    await shop.settle();
    expect(shop.checkouts).toHaveLength(2);
    expect(shop.requests(/\/customers$/)).toBe(asked);
  });
});

test('the email of a customer is that of the account, whatever an old cart says', async () => {
  const { id: customerId } = shop.sandbox.addCustomer({ email: 'former@example.org' });
  const { id } = shop.cart();
  shop.sandbox.signIn(id, customerId);
  const key = customerKey(String(customerId));
  await shop.context.commit([], [{ key, value: { link: '1', hash: '1', traits: [], email } }]);
  await shop.does(() => shop.sandbox.setBillingAddress(id, leeds));
  await shop.pass(minute);
  expect(shop.checkouts.map(({ context }) => context?.traits?.['email'])).toEqual([email]);
});

test('what happened before the source was started for the first time is marked as history', async () => {
  await shop.close();
  shop = await openCarts({}, (sandbox, mug) => {
    const { id } = sandbox.createCart({ lines: [{ productId: mug }] });
    sandbox.setCartEmail(id, email);
  });
  await shop.settle();
  expect(shop.checkouts).toMatchObject([{ context: { backfill: true } }]);
});

describe('with the setting "shipping"', () => {
  beforeEach(async () => {
    await shop.close();
    shop = await openCarts({ checkoutStarted: 'shipping' });
  });

  test('a guest must say where to ship to', async () => {
    const { id } = shop.cart();
    await shop.does(() => shop.sandbox.setCartEmail(id, email));
    expect(shop.checkouts).toEqual([]);
    await shop.pass(3 * minute);
    shop.sandbox.setShippingAddress(id, leeds, '5');
    await shop.pass(minute);
    expect(shop.checkouts).toEqual([]);
    await shop.pass(minute);
    expect(shop.checkouts).toMatchObject([{ properties: { shipping: 5 } }]);
  });

  test('what is not shipped needs no such address', async () => {
    const { id } = shop.cart({ lines: [{ productId: shop.book }] });
    await shop.does(() => shop.sandbox.setCartEmail(id, email));
    expect(shop.checkouts).toHaveLength(1);
  });
});
