import { describe, expect, test } from 'vitest';
import { fakeApi } from '../../test/fake-api.ts';
import { line, order, refund } from '../../test/orders.ts';
import { UnexpectedAnswer } from '../api/errors.ts';
import { readOrder } from './read-one.ts';
import { readOrders } from './read-many.ts';
import { Order } from './schema.ts';

const call = { signal: new AbortController().signal };
const rules = { notPlaced: [0, 1, 7] };
const told = { at: '', value: '', properties: {} };
const placed = { seen: '2026-03-03T10:12:00.000Z', facts: { placed: told } };
const withLines = (...lines: object[]) => ({
  consignments: { pickups: [], shipping: [{ id: 51, city: 'York', line_items: lines }] },
});

describe('reading an order', () => {
  const paths = { one: '/v2/orders/1001', refunds: '/v3/orders/1001/payment_actions/refunds' };

  test('that was just placed is one call', async () => {
    const api = fakeApi({ [paths.one]: order(withLines(line())) });
    const read = await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(read).toMatchObject({ lines: [{ id: 7 }], coupons: [], refunds: [] });
    expect(api.asked).toEqual([
      '/v2/orders/1001?include=consignments.line_items,fees&consignment_structure=object',
    ]);
  });

  test('of which nothing is known reads all of it', async () => {
    const api = fakeApi({
      [paths.one]: order({ ...withLines(line()), status_id: 0 }),
      [paths.refunds]: { data: [refund()] },
    });
    expect(await readOrder(api, '1001', call)).toMatchObject({
      lines: [{ id: 7 }],
      refunds: [{ id: 12 }],
    });
  });

  test.each([0, 1, 7])('with the status %i is one call, whatever it has', async (status_id) => {
    const api = fakeApi({ [paths.one]: order({ status_id, payment_status: 'refunded' }) });
    await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(api.asked).toHaveLength(1);
  });

  test('that was archived before it was told is one call', async () => {
    const api = fakeApi({ [paths.one]: order({ status_id: 4, is_deleted: true }) });
    await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(api.asked).toHaveLength(1);
  });

  test.each([
    ['was told before', {}, placed],
    ['was told before, and went back', { status_id: 0 }, placed],
    ['is to be told again', { status_id: 0 }, { facts: {}, again: { placed: told } }],
    ['is refunded by its status', { status_id: 4 }, undefined],
    ['is partly refunded by its status', { status_id: 14 }, undefined],
    ['was cancelled', { status_id: 5 }, undefined],
    ['says so in its payment', { payment_status: 'Partially Refunded' }, undefined],
    ['says so in a line', withLines(line({ quantity_refunded: 1 })), undefined],
    ['changed long after', { date_modified: 'Tue, 03 Mar 2026 12:11:12 +0000' }, undefined],
  ])('asks for the refunds of one that %s', async (_, more, ledger) => {
    const api = fakeApi({
      [paths.one]: order({ ...withLines(line()), ...more }),
      [paths.refunds]: { data: [refund()] },
    });
    const { refunds } = await readOrder(api, '1001', call, { ledger, rules });
    expect(refunds).toMatchObject([{ id: 12, total_amount: expect.anything() }]);
  });

  test('is not given up for a part that BigCommerce knows nothing of', async () => {
    const more = { ...withLines(line()), status_id: 4, coupon_discount: '4.0000' };
    const api = fakeApi({ [paths.one]: order(more) });
    const read = await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(read).toMatchObject({ lines: [{ id: 7 }], refunds: [], coupons: [] });
    expect(api.asked).toHaveLength(3);
  });

  test('fails when its lines are not there, but not as an order that is not there', async () => {
    const api = fakeApi({ [paths.one]: order() });
    const read = readOrder(api, '1001', call, { ledger: undefined, rules });
    await expect(read).rejects.toThrow(UnexpectedAnswer);
  });

  test.each([
    ['references to them', { consignments: { shipping: [{ line_items: [{ url: 'x' }] }] } }],
    ['a reference to all', { consignments: { url: 'x', resource: '/orders/1001/consignments' } }],
    ['some of them', { ...withLines(line()), items_total: 3 }],
    ['none', { consignments: [] }],
  ])('asks for the lines when the answer holds %s', async (_, more) => {
    const all = [line(), line({ id: 8, quantity: 1, applied_discounts: [] })];
    const api = fakeApi({ [paths.one]: order(more), [`${paths.one}/products`]: all });
    const read = await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(read.lines.map(({ id }) => id)).toEqual([7, 8]);
  });

  test('finds the lines of every way of delivery, each once, in order', async () => {
    const pieces = (id: number) => line({ id, quantity: 1, applied_discounts: [] });
    const consignments = [
      {
        pickups: [{ id: 1, line_items: [pieces(9)] }],
        shipping: [{ line_items: [pieces(8), pieces(7)] }, { line_items: [pieces(8)] }],
        downloads: [{ line_items: [pieces(11)] }],
        email: { gift_certificates: [{ line_items: [pieces(10)] }] },
      },
    ];
    const api = fakeApi({
      [paths.one]: order({ consignments, items_total: 5, coupon_discount: '0' }),
    });
    const read = await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(read.lines.map(({ id }) => id)).toEqual([7, 8, 9, 10, 11]);
    expect(api.asked).toHaveLength(1);
  });

  test('counts bundles with their members or without', async () => {
    const lines = [line(), line({ id: 8, parent_order_product_id: 7, applied_discounts: [] })];
    for (const items_total of [2, 4]) {
      const api = fakeApi({ [paths.one]: order({ ...withLines(...lines), items_total }) });
      await readOrder(api, '1001', call, { ledger: undefined, rules });
      expect(api.asked).toHaveLength(1);
    }
  });

  test.each([
    ['a discount that no line names', { coupon_discount: '4.0000' }],
    ['free shipping', { base_shipping_cost: '4.0000', shipping_cost_inc_tax: '0.0000' }],
  ])('asks for the coupons of one with %s', async (_, more) => {
    const api = fakeApi({
      [paths.one]: order({ ...withLines(line()), ...more }),
      [`${paths.one}/coupons`]: [{ id: 1, code: 'SHIPFREE' }],
    });
    const read = await readOrder(api, '1001', call, { ledger: undefined, rules });
    expect(read.coupons).toEqual([{ id: 1, code: 'SHIPFREE' }]);
  });
});

describe('reading many orders', () => {
  const many = (count: number, more: object = {}) =>
    Array.from({ length: count }, (_, index) =>
      Order.parse(order({ id: index + 1, ...withLines(line()), ...more })),
    );
  const path = '/v3/orders/payment_actions/refunds';

  test('asks for the refunds of a hundred at a time, and for nothing else', async () => {
    const refunds = [refund({ order_id: 3 }), refund({ id: 13, order_id: 3 })];
    const api = fakeApi({ [path]: { data: refunds } });
    const read = await readOrders(api, many(250), call);
    expect(api.asked).toHaveLength(3);
    expect(api.asked[0]).toContain('order_id:in=1,2,3,');
    expect(read.map(({ order: { id } }) => id)).toEqual(many(250).map(({ id }) => id));
    expect(read[2]?.refunds.map(({ id }) => id).slice(0, 2)).toEqual([12, 13]);
    expect(read[3]).toMatchObject({ lines: [{ id: 7 }], coupons: [], refunds: [] });
  });

  test('asks for the lines of one that came without', async () => {
    const api = fakeApi({ [path]: { data: [] }, '/v2/orders/1/products': [line({ id: 70 })] });
    const [read] = await readOrders(api, many(1, { consignments: [] }), call);
    expect(read?.lines).toMatchObject([{ id: 70 }]);
  });

  test('asks for nothing more of one that is not placed', async () => {
    const api = fakeApi({ [path]: { data: [] } });
    const unplaced = many(5, { status_id: 0, consignments: [], coupon_discount: '9' });
    const read = await readOrders(api, unplaced, call, rules);
    expect(read).toHaveLength(5);
    expect(api.asked).toHaveLength(1);
  });

  test('asks for nothing at all when there is none', async () => {
    const api = fakeApi({});
    expect(await readOrders(api, [], call)).toEqual([]);
    expect(api.asked).toEqual([]);
  });
});
