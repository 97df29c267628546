import { ecommerce } from '@millrace/core';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { line, refund } from '../../test/orders.ts';
import type { CatalogProduct } from '../catalog/catalog.ts';
import { type DraftRules, draftOf } from './draft.ts';
import { factsOf } from './life.ts';

const nothing: DraftRules = { storeHash: 'abc123', catalog: new Map() };
const inCatalog = (product: Partial<CatalogProduct>): DraftRules => ({
  ...nothing,
  catalog: new Map([['77', { categories: [], variants: new Map(), ...product }]]),
});

function told(kind: string, of: ReturnType<typeof bundle>, rules: DraftRules = nothing) {
  const facts = factsOf(of, undefined, { notPlaced: [0, 1, 7] });
  const draft = facts.filter((fact) => fact.kind === kind).map((fact) => draftOf(fact, of, rules));
  if (draft[0] === undefined) throw new Error(`The order is not ${kind}`);
  return draft[0];
}
const Told = z.object({ products: z.array(z.looseObject({})) }).loose();
const placed = (...args: Parameters<typeof bundle>) => told('placed', bundle(...args));
const propertiesOf = (...args: Parameters<typeof bundle>) => Told.parse(placed(...args).properties);

describe('Order Completed of an order', () => {
  test('says all that the order says', () => {
    expect(placed()).toEqual({
      type: 'track',
      event: 'Order Completed',
      messageId: 'bigcommerce:abc123:order:1001:placed',
      timestamp: '2026-03-03T10:11:12.000Z',
      userId: '42',
      context: {
        ip: '203.0.113.9',
        externalIds: [{ type: 'bigcommerce_cart_id', id: '0b7cf5a2-5dd4-4a5c-9d77-6f0a3f0f9c11' }],
        traits: {
          email: 'ada@example.org',
          firstName: 'Ada',
          lastName: 'Byron',
          phone: '+44 113 000 0000',
          address: {
            street: '12 Mill Lane, Flat 3',
            city: 'Leeds',
            state: 'West Yorkshire',
            postalCode: 'LS1 1AA',
            country: 'United Kingdom',
          },
        },
      },
      properties: {
        order_id: '1001',
        currency: 'EUR',
        total: 54.4,
        subtotal: 45,
        revenue: 45,
        shipping: 4,
        handling: 0,
        wrapping: 0,
        tax: 5.4,
        discount: 5,
        coupon: 'SPRING',
        coupons: ['SPRING'],
        products: [
          {
            line_item_id: '7',
            product_id: '77',
            variant_id: '301',
            sku: 'GRIST-S',
            name: 'Grist Bag',
            brand: 'Mill & Co',
            variant: 'S / Natural',
            options: [
              { name: 'Size', value: 'S' },
              { name: 'Colour', value: 'Natural' },
            ],
            price: 25,
            cost: 9,
            quantity: 2,
            discount: 5,
            coupon: 'SPRING',
          },
        ],
        item_count: 2,
        status: 'Awaiting Fulfillment',
        channel_id: 1,
        cart_id: '0b7cf5a2-5dd4-4a5c-9d77-6f0a3f0f9c11',
        order_source: 'www',
        payment_method: 'Card',
        billing_address: {
          first_name: 'Ada',
          last_name: 'Byron',
          street_1: '12 Mill Lane',
          street_2: 'Flat 3',
          city: 'Leeds',
          state: 'West Yorkshire',
          zip: 'LS1 1AA',
          country: 'United Kingdom',
          country_iso2: 'GB',
          phone: '+44 113 000 0000',
        },
      },
    });
  });

  test('has no user id for a guest', () => {
    expect(placed({ customer_id: 0 })).not.toHaveProperty('userId');
  });

  test('has no email when the billing email is empty', () => {
    const draft = placed({ billing_address: { first_name: 'Ada', email: '' } });
    expect(draft.context?.traits).toMatchObject({ firstName: 'Ada' });
    expect(draft.context?.traits).not.toHaveProperty('email');
  });

  test('is about its order when the order names nobody at all', () => {
    const draft = placed({ customer_id: 0, cart_id: null, billing_address: {}, ip_address: '' });
    expect(draft).not.toHaveProperty('userId');
    expect(draft.context).toEqual({
      externalIds: [{ type: 'bigcommerce_order_id', id: 'abc123/1001' }],
    });
  });

  test('has the currency that was paid, or else the one that was shown, or none', () => {
    expect(propertiesOf({ default_currency_code: 'eur' })).toMatchObject({ currency: 'EUR' });
    expect(propertiesOf({ default_currency_code: '' })).toMatchObject({ currency: 'USD' });
    expect(propertiesOf({ default_currency_code: 'Euro' })).not.toHaveProperty('currency');
  });

  test('leaves out the members of a bundle, and does not count them', () => {
    const member = line({ id: 8, parent_order_product_id: 7, price_ex_tax: '0.0000' });
    expect(propertiesOf({}, { lines: [line(), member] })).toMatchObject({
      products: [{ line_item_id: '7' }],
      item_count: 2,
    });
    expect(propertiesOf({}, { lines: [line(), member] }).products).toHaveLength(1);
  });

  test('keeps a custom line, which is no product of the catalogue', () => {
    const custom = line({ product_id: 0, variant_id: null, sku: '', product_options: [] });
    const [product] = propertiesOf({}, { lines: [custom] }).products;
    expect(product).toMatchObject({ name: 'Grist Bag', price: 25 });
    for (const name of ['product_id', 'variant_id', 'sku', 'variant', 'options']) {
      expect(product).not.toHaveProperty(name);
    }
  });

  test('names each coupon once: those of the order, and those that its lines name', () => {
    const coupons = [
      { id: 1, code: 'SHIPFREE' },
      { id: 2, code: 'SPRING' },
      { id: 3, code: null },
    ];
    expect(propertiesOf({}, { coupons })).toMatchObject({
      coupon: 'SHIPFREE',
      coupons: ['SHIPFREE', 'SPRING'],
    });
  });

  test('says what was paid with store credit and gift certificates, and takes neither off', () => {
    const paid = { store_credit_amount: '10.0000', gift_certificate_amount: '4.4000' };
    expect(propertiesOf(paid)).toMatchObject({
      total: 54.4,
      discount: 5,
      store_credit: 10,
      gift_certificate: 4.4,
    });
  });

  test('says where it is sent, when the order came with its consignments', () => {
    const shipping = [{ id: 3, city: 'York', zip: 'YO1', line_items: [line()] }];
    expect(propertiesOf({ consignments: { shipping } })).toMatchObject({
      shipping_address: { city: 'York', zip: 'YO1' },
    });
    expect(propertiesOf()).not.toHaveProperty('shipping_address');
  });

  test('has the prices of the shop: with tax where they include it', () => {
    expect(propertiesOf({ is_tax_inclusive_pricing: true })).toMatchObject({
      prices_include_tax: true,
      subtotal: 45,
      products: [{ price: 27.5 }],
    });
    expect(propertiesOf()).not.toHaveProperty('prices_include_tax');
  });

  test('says what a line cost before, if it was more', () => {
    const [was, is] = [line({ base_price: '30' }), line({ id: 8, base_price: '20' })];
    const [reduced, other] = propertiesOf({}, { lines: [was, is] }).products;
    expect(reduced).toMatchObject({ compare_at_price: 30, price: 25 });
    expect(other).not.toHaveProperty('compare_at_price');
  });

  test('says nothing of a cost that was never entered', () => {
    const [product] = propertiesOf({}, { lines: [line({ cost_price_ex_tax: '0.0000' })] }).products;
    expect(product).not.toHaveProperty('cost');
  });

  test('is as the tracking plan has it', () => {
    const { properties } = placed(
      {},
      { lines: [line(), line({ id: 8, product_id: 0, brand: null })] },
    );
    expect(ecommerce['Order Completed'].parse(properties)).toEqual(properties);
  });

  test('gives the same draft for the same order', () => {
    expect(placed()).toEqual(placed());
  });

  test('keeps its id within 100 characters', () => {
    const long = { ...nothing, storeHash: 'x'.repeat(50) };
    const { messageId } = told('placed', bundle({ id: Number.MAX_SAFE_INTEGER }), long);
    expect(messageId?.length).toBeLessThanOrEqual(100);
  });
});

describe('a line', () => {
  const lineOf = (rules: DraftRules, more: object = {}) => {
    const { properties } = told('placed', bundle({}, { lines: [line(more)] }), rules);
    return Told.parse(properties).products[0];
  };

  test('has what the catalogue knows: categories, address, image', () => {
    const rules = inCatalog({
      url: 'https://shop.example/grist-bag/',
      imageUrl: 'https://cdn.example/bag.jpg',
      categories: ['Bags', 'Sale'],
    });
    expect(lineOf(rules)).toMatchObject({
      category: 'Bags',
      categories: ['Bags', 'Sale'],
      url: 'https://shop.example/grist-bag/',
      image_url: 'https://cdn.example/bag.jpg',
    });
  });

  test('has the image of its variant, if that has one of its own', () => {
    const variants = new Map([['301', { imageUrl: 'https://cdn.example/small.jpg' }]]);
    expect(lineOf(inCatalog({ imageUrl: 'https://cdn.example/bag.jpg', variants }))).toMatchObject({
      image_url: 'https://cdn.example/small.jpg',
    });
  });

  test('keeps its own name, brand and SKU: they are those of the time it was bought', () => {
    const variants = new Map([['301', { sku: 'NEW' }]]);
    const rules = inCatalog({ name: 'New name', brand: 'New brand', variants });
    expect(lineOf(rules)).toMatchObject({ name: 'Grist Bag', brand: 'Mill & Co', sku: 'GRIST-S' });
    expect(lineOf(rules, { brand: '', sku: '' })).toMatchObject({ brand: 'New brand', sku: 'NEW' });
  });

  test('goes without what the catalogue does not know in time', () => {
    for (const name of ['categories', 'category', 'url', 'image_url']) {
      expect(lineOf(nothing)).not.toHaveProperty(name);
    }
  });
});

describe('Order Refunded', () => {
  const refunded = (...args: Parameters<typeof bundle>) => told('refunded', bundle(...args));

  test('says what was paid back, for which pieces, and why', () => {
    const draft = refunded(
      { status_id: 14, status: 'Partially Refunded' },
      { refunds: [refund()] },
    );
    expect(draft).toMatchObject({
      event: 'Order Refunded',
      messageId: 'bigcommerce:abc123:order:1001:refund:12',
      timestamp: '2026-03-05T09:00:00.000Z',
      userId: '42',
      properties: {
        order_id: '1001',
        refund_id: '12',
        refund_number: 1,
        reason: 'Too small',
        total: 24.75,
        tax: 2.25,
        currency: 'EUR',
        status: 'Partially Refunded',
        item_count: 1,
        products: [{ line_item_id: '7', price: 25, quantity: 1, discount: 2.5, coupon: 'SPRING' }],
      },
    });
    expect(draft.properties).not.toHaveProperty('revenue');
    expect(ecommerce['Order Refunded'].parse(draft.properties)).toEqual(draft.properties);
  });

  test('of the order as a whole has all of its lines', () => {
    const items = [{ item_type: 'ORDER', item_id: 1001, quantity: 1 }];
    expect(refunded({}, { refunds: [refund({ items })] }).properties).toMatchObject({
      products: [{ quantity: 2, discount: 5 }],
      item_count: 2,
    });
  });

  test('of the shipping has no line', () => {
    const items = [{ item_type: 'SHIPPING', item_id: 51 }];
    expect(refunded({}, { refunds: [refund({ items })] }).properties).toMatchObject({
      products: [],
      item_count: 0,
    });
  });

  test('leaves out the payments that were declined', () => {
    const payments = [
      { amount: 20.25, is_declined: false },
      { amount: 4.5, is_declined: true },
    ];
    expect(refunded({}, { refunds: [refund({ payments })] }).properties).toMatchObject({
      total: 20.25,
    });
  });

  test('by its status alone is of all of the order, and the first', () => {
    const draft = refunded({ status_id: 4 });
    expect(draft.messageId).toBe('bigcommerce:abc123:order:1001:refunded');
    expect(draft.properties).toMatchObject({ total: 54.4, refund_number: 1, item_count: 2 });
    expect(draft.properties).not.toHaveProperty('refund_id');
  });
});

test.each([
  ['fulfilled', 'Order Fulfilled', { status_id: 2 }],
  ['cancelled', 'Order Cancelled', { status_id: 5 }],
])('an order that is %s is told by %s, with all that the order says', (kind, event, of) => {
  const draft = told(kind, bundle(of));
  expect(draft).toMatchObject({
    event,
    messageId: `bigcommerce:abc123:order:1001:${kind}`,
    properties: { order_id: '1001', total: 54.4, products: [{ line_item_id: '7' }] },
  });
});

test('a fact of the past is marked, so that nothing is set off by it', () => {
  expect(told('placed', bundle(), { ...nothing, isHistory: true }).context).toMatchObject({
    backfill: true,
  });
  expect(placed().context).not.toHaveProperty('backfill');
});
