import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { line } from '../../test/orders.ts';
import { amountsOf } from './amounts.ts';
import { mismatchesOf } from './sums.ts';

const amounts = (more: object) => amountsOf(bundle(more).order);

describe('fees', () => {
  const fees = [{ id: 1, cost_ex_tax: '10.0000', cost_inc_tax: '11.0000', cost_tax: '1.0000' }];

  test('are told without tax, and are no part of the goods', () => {
    expect(amounts({ fees, total_inc_tax: '65.4000', total_tax: '6.4000' })).toMatchObject({
      total: 65.4,
      fees: 10,
      subtotal: 45,
    });
  });

  test('that are not in the total are not in what the customer pays', () => {
    expect(amounts({ fees }).fees).toBeUndefined();
    expect(amounts({ fees }).subtotal).toBe(45);
  });

  test('are read as the example of the vendor spells them', () => {
    const misspelt = [{ id: 1, cost_exc_tax: '10.0000', cost_inc_tax: '11.0000' }];
    expect(amounts({ fees: misspelt, total_inc_tax: '65.4000' }).fees).toBe(10);
  });

  test('are nothing where there is only a reference to them', () => {
    expect(amounts({ fees: { url: 'https://x.example', resource: '/fees' } }).fees).toBeUndefined();
  });
});

test('a discount of a shop with taxes is told with them, and taken off the goods without them', () => {
  // 5.00 off, tax included at 10 %, saves 0.4545 of tax.
  const off = { discount_amount: '0', coupon_discount: '5.0000' };
  const order = { ...off, total_tax: '4.9455', total_inc_tax: '54.4000' };
  expect(amounts(order)).toMatchObject({ discount: 5, subtotal: 45.4545, tax: 4.9455 });
});

describe('what does not add up', () => {
  const said = (...args: Parameters<typeof bundle>) => mismatchesOf(bundle(...args));

  test('is nothing, mostly', () => {
    expect(said()).toEqual([]);
  });

  test('is the total', () => {
    expect(said({ total_inc_tax: '54.4500' })).toEqual([
      { what: 'its total is not what its parts add up to', difference: '0.05' },
    ]);
  });

  test('is the lines, in the terms of the shop', () => {
    expect(said({}, { lines: [] })).toEqual([
      { what: 'its lines are not what its subtotal is', difference: '-50' },
    ]);
    expect(said({ is_tax_inclusive_pricing: true })).toEqual([]);
    expect(said({ is_tax_inclusive_pricing: true, subtotal_inc_tax: '50.0000' })).toHaveLength(2);
  });

  test('is never what rounding makes', () => {
    expect(said({ total_inc_tax: '54.4040' })).toEqual([]);
    const third = line({ quantity: 3, price_ex_tax: '16.6667' });
    expect(said({}, { lines: [third] })).toEqual([]);
  });
});
