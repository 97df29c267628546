import { ecommerce } from '@millrace/core';
import * as z from 'zod';
import { describe, expect, test } from 'vitest';
import { line, order } from '../../test/orders.ts';
import { orderCompleted } from './draft.ts';
import { Order, OrderCoupon, OrderProduct } from './schema.ts';

const draftOf = (ofOrder: object = {}, lines: object[] = [line()], coupons: object[] = []) =>
  orderCompleted(
    Order.parse(order(ofOrder)),
    z.array(OrderProduct).parse(lines),
    z.array(OrderCoupon).parse(coupons),
    { storeHash: 'abc123' },
  );
const propertiesOf = (...args: Parameters<typeof draftOf>) => draftOf(...args).properties;

describe('Order Completed of an order', () => {
  test('says all that the order says', () => {
    expect(draftOf({}, [line()], [{ id: 1, code: 'SPRING' }])).toEqual({
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
            price: 25,
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
    expect(draftOf({ customer_id: 0 })).not.toHaveProperty('userId');
  });

  test('has no email when the billing email is empty', () => {
    const draft = draftOf({ billing_address: { ...billing, email: '' } });
    expect(draft.context?.traits).toMatchObject({ firstName: 'Ada' });
    expect(draft.context?.traits).not.toHaveProperty('email');
  });

  test('is about its order when the order names nobody at all', () => {
    const draft = draftOf({ customer_id: 0, cart_id: null, billing_address: {}, ip_address: '' });
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
    const properties = propertiesOf({}, [line(), member]);
    expect(properties).toMatchObject({ products: [{ line_item_id: '7' }], item_count: 2 });
  });

  test('keeps a custom line, which is no product of the catalogue', () => {
    const custom = line({ product_id: 0, variant_id: null, sku: '', product_options: [] });
    const [product] = z.array(z.looseObject({})).parse(propertiesOf({}, [custom])?.['products']);
    expect(product).toMatchObject({ name: 'Grist Bag', price: 25 });
    expect(product).not.toHaveProperty('product_id');
    expect(product).not.toHaveProperty('variant_id');
    expect(product).not.toHaveProperty('sku');
    expect(product).not.toHaveProperty('variant');
  });

  test('is as the tracking plan has it', () => {
    const { properties } = draftOf({}, [line(), line({ id: 8, product_id: 0, brand: null })]);
    expect(ecommerce['Order Completed'].parse(properties)).toEqual(properties);
  });

  test('gives the same draft for the same order', () => {
    expect(draftOf()).toEqual(draftOf());
  });

  test('keeps its id within 100 characters', () => {
    const { messageId } = orderCompleted(
      Order.parse(order({ id: Number.MAX_SAFE_INTEGER })),
      [],
      [],
      { storeHash: 'x'.repeat(50) },
    );
    expect(messageId?.length).toBeLessThanOrEqual(100);
  });
});

const billing = order()['billing_address'] as object;
