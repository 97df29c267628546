import { describe, expect, test } from 'vitest';
import { line, order, refund } from '../../test/orders.ts';
import { OrderProduct } from './line-schema.ts';
import { Order, Refund } from './schema.ts';

describe('an order of the API', () => {
  test.each([null, '', {}, undefined])('takes %j for a text that is not there', (nothing) => {
    const parsed = Order.parse(order({ payment_method: nothing, cart_id: nothing }));
    expect(parsed.payment_method).toBeUndefined();
    expect(parsed.cart_id).toBeUndefined();
  });

  test.each([null, '', [], undefined])('takes %j for a billing address that is not there', (no) => {
    expect(Order.parse(order({ billing_address: no })).billing_address.email).toBeUndefined();
  });

  test.each([null, '', '0', '0.0000', 0, undefined])('takes %j for no discount', (nothing) => {
    const parsed = Order.parse(order({ coupon_discount: nothing }));
    expect(parsed.coupon_discount.toFixed()).toBe('0');
  });

  test.each([null, '', {}, undefined, 'a lot'])('refuses %j as the total', (total) => {
    expect(Order.safeParse(order({ total_inc_tax: total })).success).toBe(false);
  });

  test('refuses a discount that is no amount, rather than taking it for none', () => {
    expect(Order.safeParse(order({ coupon_discount: {} })).success).toBe(false);
  });

  test.each(['', 'yesterday', 'Tue, 03 Mar 2026 10:11:12', null])(
    'refuses %j as a date',
    (date) => {
      expect(Order.safeParse(order({ date_created: date })).success).toBe(false);
    },
  );

  test.each([
    ['Tue, 03 Mar 2026 10:11:12 +0000', '2026-03-03T10:11:12.000Z'],
    ['Tue, 03 Mar 2026 10:11:12 -0600', '2026-03-03T16:11:12.000Z'],
    ['Tue, 03 Mar 2026 10:11:12 GMT', '2026-03-03T10:11:12.000Z'],
    ['2026-03-03T10:11:12+01:00', '2026-03-03T09:11:12.000Z'],
  ])('reads the date %j', (date, iso) => {
    expect(Order.parse(order({ date_created: date })).date_created).toBe(iso);
  });
});

describe('an order product of the API', () => {
  test.each([0, '0', null, undefined, ''])('takes %j for no product of the catalogue', (none) => {
    expect(OrderProduct.parse(line({ product_id: none })).product_id).toBeUndefined();
  });

  test.each([null, '', {}, undefined])('takes %j for an empty list', (nothing) => {
    const parsed = OrderProduct.parse(
      line({ applied_discounts: nothing, product_options: nothing }),
    );
    expect([parsed.applied_discounts, parsed.product_options]).toEqual([[], []]);
  });
});

describe('a refund of the API', () => {
  test.each(['', null, undefined])('takes %j for a date that is not there', (created) => {
    expect(Refund.parse(refund({ created })).created).toBeUndefined();
  });

  test('refuses a date that is none', () => {
    expect(Refund.safeParse(refund({ created: 'yesterday' })).success).toBe(false);
  });

  test('reads numbers for amounts, as V3 has them', () => {
    expect(Refund.parse(refund({ total_amount: 0.1 })).total_amount.toFixed()).toBe('0.1');
  });
});
