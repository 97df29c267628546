import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type BigCommerceSandbox,
  bigcommerceSandbox,
  type Order,
  type OrderProduct,
} from './index.ts';
import { decimal, sum } from './money.ts';

let store: BigCommerceSandbox;
let clock: number;

beforeEach(async () => {
  clock = Date.UTC(2026, 0, 15, 12, 0, 0);
  store = await bigcommerceSandbox({ now: () => clock, requestQuota: 1_000_000 });
});
afterEach(() => store.close());

interface Reply<T = unknown> {
  status: number;
  body: T;
}

async function get(path: string): Promise<Reply> {
  const response = await fetch(`${store.url}/stores/sandbox1${path}`, {
    headers: { 'x-auth-token': store.accessToken },
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

describe('an order', () => {
  it('adds up: subtotal, shipping and handling less both discounts, tax included', () => {
    const towel = store.addProduct({ name: 'Towel', price: '55.99' });
    const soap = store.addProduct({ name: 'Soap', price: '5.8466' });
    const order = store.placeOrder({
      lines: [
        { productId: towel.id, quantity: 1 },
        { productId: soap.id, quantity: 2, price: '6.10' },
      ],
      taxRate: '0.0825',
      shipping: '11.09',
      discount: '5',
      coupons: [{ code: 'SPRING', amount: '3.33' }],
    });
    expect(order).toMatchObject({
      subtotal_ex_tax: '68.1900',
      subtotal_tax: '5.6258',
      subtotal_inc_tax: '73.8158',
      shipping_cost_inc_tax: '12.0049',
      discount_amount: '5.0000',
      coupon_discount: '3.3300',
      total_inc_tax: '77.4907',
      total_tax: '6.5407',
      total_ex_tax: '70.9500',
    });
  });

  it('adds up whatever is in it', async () => {
    const cents = (max: number) => fc.integer({ min: 0, max }).map((n) => (n / 100).toFixed(2));
    const product = store.addProduct({ name: 'Thing', price: '1' });
    const line = fc.record({ quantity: fc.integer({ min: 1, max: 9 }), price: cents(99_999) });
    const placement = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 6 }),
      taxRate: fc.integer({ min: 0, max: 2_500 }).map((n) => (n / 10_000).toFixed(4)),
      shipping: cents(9_999),
      share: fc.integer({ min: 0, max: 100 }),
    });
    fc.assert(
      fc.property(placement, ({ lines, share, ...rest }) => {
        const whole = sum(lines.map(({ price, quantity }) => decimal(price).times(quantity)));
        const order = store.placeOrder({
          ...rest,
          lines: lines.map((each) => Object.assign({ productId: product.id }, each)),
          discount: whole.times(share).div(200).toFixed(2, 0),
          coupons: [{ code: 'HALF', amount: whole.times(share).div(200).toFixed(2, 0) }],
        });
        const total = decimal(order.subtotal_inc_tax)
          .plus(order.shipping_cost_inc_tax)
          .minus(order.discount_amount)
          .minus(order.coupon_discount);
        expect(order.total_inc_tax).toBe(total.toFixed(4));
        expect(order.total_ex_tax).toBe(total.minus(order.total_tax).toFixed(4));
      }),
      { numRuns: 200 },
    );
    const { body } = (await get('/v2/orders?limit=250')) as Reply<Order[]>;
    for (const order of body) {
      const products = (await get(`/v2/orders/${order.id}/products`)) as Reply<OrderProduct[]>;
      const applied = products.body.flatMap((each) => each.applied_discounts);
      const left = sum(products.body.map((each) => each.discounted_total_inc_tax));
      const off = sum(applied.map(({ amount }) => amount));
      expect(off.toFixed(4)).toBe(
        decimal(order.discount_amount).plus(order.coupon_discount).toFixed(4),
      );
      expect(left.toFixed(4)).toBe(decimal(order.subtotal_inc_tax).minus(off).toFixed(4));
    }
  });

  it('names its customer, its cart and both currencies', async () => {
    const customer = store.addCustomer({ email: 'jane@example.com', firstName: 'Jane' });
    const { id } = store.placeOrder({
      customerId: customer.id,
      lines: [{ productId: store.addProduct({ name: 'A', price: '1' }).id, quantity: 1 }],
      currency: 'EUR',
      displayCurrency: 'GBP',
      exchangeRate: '0.86',
      cartId: 'd30016e2-23c0-4a90-884f-2e92ac135476',
    });
    const { body } = (await get(`/v2/orders/${id}`)) as Reply<Order>;
    expect(body).toMatchObject({
      customer_id: customer.id,
      cart_id: 'd30016e2-23c0-4a90-884f-2e92ac135476',
      currency_code: 'GBP',
      currency_exchange_rate: '0.8600000000',
      default_currency_code: 'EUR',
      store_default_currency_code: 'USD',
      billing_address: { email: 'jane@example.com', first_name: 'Jane' },
      date_created: 'Thu, 15 Jan 2026 12:00:00 +0000',
      date_shipped: '',
      status_id: 0,
      status: 'Incomplete',
    });
  });

  it('of a guest has no customer, and an e-mail address in the billing address only', () => {
    const product = store.addProduct({ name: 'A', price: '1' });
    const lines = [{ productId: product.id, quantity: 1 }];
    const order = store.placeOrder({ email: 'guest@example.com', lines });
    expect(order).toMatchObject({ customer_id: 0, cart_id: null });
    expect(order.billing_address.email).toBe('guest@example.com');
  });

  it('stays as it was when it is changed later', () => {
    const product = store.addProduct({ name: 'A', price: '1' });
    const before = store.placeOrder({ lines: [{ productId: product.id, quantity: 1 }] });
    clock += 5_000;
    store.setStatus(before.id, 11);
    expect(before.status_id).toBe(0);
    expect(store.orders[0]).toMatchObject({
      status_id: 11,
      payment_status: 'captured',
      date_modified: 'Thu, 15 Jan 2026 12:00:05 +0000',
      date_created: before.date_created,
    });
  });

  it('cannot have discounts above its worth, unknown products or broken quantities', () => {
    const { id } = store.addProduct({ name: 'A', price: '1' });
    const place = (line: { productId: number; quantity: number }, discount = '0') =>
      store.placeOrder({ lines: [line], discount });
    expect(() => place({ productId: id, quantity: 1 }, '1.01')).toThrow('larger than the order');
    expect(() => place({ productId: 1, quantity: 1 })).toThrow('no product 1');
    expect(() => place({ productId: id, quantity: 0 })).toThrow('whole quantity');
    expect(() => store.setStatus(100, 99)).toThrow('no order status 99');
    expect(store.orders).toEqual([]);
  });
});

describe('the parts of an order', () => {
  it('are stubs that lead to them', async () => {
    const product = store.addProduct({ name: 'A', price: '1' });
    const order = store.placeOrder({ lines: [{ productId: product.id, quantity: 1 }] });
    for (const stub of [order.products, order.shipping_addresses]) {
      const { status, body } = (await get(`/v2${stub.resource}`)) as Reply<unknown[]>;
      expect(`${store.url}/stores/sandbox1/v2${stub.resource}`).toBe(stub.url);
      expect([status, body.length]).toEqual([200, 1]);
    }
  });

  it('are 204 without a body when there are none, and 404 without the order', async () => {
    const product = store.addProduct({ name: 'A', price: '1' });
    const { id } = store.placeOrder({ lines: [{ productId: product.id, quantity: 1 }] });
    expect(await get(`/v2/orders/${id}/coupons`)).toEqual({ status: 204, body: undefined });
    expect(await get(`/v2/orders/${id}/shipments`)).toEqual({ status: 204, body: undefined });
    expect(await get('/v2/orders/999/coupons')).toEqual({
      status: 404,
      body: [{ status: 404, message: 'The requested resource was not found.' }],
    });
    const refunds = await get(`/v3/orders/${id}/payment_actions/refunds`);
    expect(refunds.body).toEqual({ data: [], meta: {} });
  });

  it('list coupons with one coupon_id per code', async () => {
    const product = store.addProduct({ name: 'A', price: '9' });
    const lines = [{ productId: product.id, quantity: 1 }];
    const coupons = [
      { code: 'SPRING', amount: '2.50' },
      { code: 'VIP', amount: '1' },
    ];
    const orders = [store.placeOrder({ lines, coupons }), store.placeOrder({ lines, coupons })];
    for (const { id } of orders) {
      const { body } = await get(`/v2/orders/${id}/coupons`);
      expect(body).toMatchObject([
        { coupon_id: 1, order_id: id, code: 'SPRING', discount: 2.5 },
        { coupon_id: 2, order_id: id, code: 'VIP', discount: 1 },
      ]);
    }
  });

  it('include the members of a bundle, which cost nothing and point at their parent', async () => {
    const kit = store.addProduct({ name: 'Kit', price: '20', brand: 'Acme' });
    const part = store.addProduct({ name: 'Part', price: '7', costPrice: '3' });
    const { id, items_total } = store.placeOrder({
      lines: [{ productId: kit.id, quantity: 2, bundled: [{ productId: part.id }] }],
    });
    const { body } = (await get(`/v2/orders/${id}/products`)) as Reply<OrderProduct[]>;
    const [parent, member] = body;
    expect(parent).toMatchObject({ brand: 'Acme', total_inc_tax: '40.0000', quantity: 2 });
    expect(parent?.parent_order_product_id).toBeNull();
    expect(member).toMatchObject({
      product_id: part.id,
      total_inc_tax: '0.0000',
      base_cost_price: '3.0000',
      is_bundled_product: true,
      parent_order_product_id: parent?.id,
    });
    expect(items_total).toBe(2);
  });

  it('can be embedded as consignments, as one object or as a list of it', async () => {
    const mug = store.addProduct({ name: 'Mug', price: '9' });
    const song = store.addProduct({ name: 'Song', price: '1', type: 'digital' });
    const { id } = store.placeOrder({
      email: 'a@example.com',
      lines: [mug, song].map((product) => ({ productId: product.id, quantity: 1 })),
    });
    const path = `/v2/orders/${id}?include=consignments.line_items,fees`;
    const { body } = await get(`${path}&consignment_structure=object`);
    expect(body).toMatchObject({
      fees: [],
      consignments: {
        pickups: [],
        shipping: [{ line_items: [{ name: 'Mug', price_inc_tax: '9.0000' }] }],
        downloads: [{ recipient_email: 'a@example.com', line_items: [{ name: 'Song' }] }],
        email: { gift_certificates: [] },
      },
      products: { resource: `/orders/${id}/products` },
    });
    const listed = (await get(path)) as Reply<{ consignments: unknown }>;
    expect(listed.body.consignments).toHaveLength(1);
    const stubbed = await get(`/v2/orders/${id}?include=consignments&consignment_structure=object`);
    expect(stubbed.body).toMatchObject({
      consignments: { shipping: [{ line_items: [{ resource: `/orders/${id}/products/1` }] }] },
    });
  });
});

describe('shipping and refunding', () => {
  const place = () => {
    const { id: productId } = store.addProduct({ name: 'A', price: '10' });
    return store.placeOrder({ lines: [{ productId, quantity: 3 }], statusId: 11, shipping: '5' });
  };

  it('ships in parts, then in whole', async () => {
    const { id } = place();
    store.addShipment(id, { items: [{ orderProductId: 1, quantity: 1 }], trackingNumber: 'T1' });
    expect(store.orders[0]).toMatchObject({ status_id: 3, items_shipped: 1 });
    store.addShipment(id);
    expect(store.orders[0]).toMatchObject({ status_id: 2, items_shipped: 3 });
    expect(store.orders[0]?.date_shipped).not.toBe('');
    const { body } = await get(`/v2/orders/${id}/shipments`);
    expect(body).toMatchObject([
      { tracking_number: 'T1', items: [{ order_product_id: 1, quantity: 1 }] },
      { items: [{ order_product_id: 1, quantity: 2 }] },
    ]);
    expect(() => store.addShipment(id, { items: [{ orderProductId: 1, quantity: 1 }] })).toThrow(
      'only 3',
    );
    expect(() => store.addShipment(id, { items: [{ orderProductId: 9, quantity: 1 }] })).toThrow(
      'no order product 9',
    );
  });

  it('refunds in part, then in whole', async () => {
    const { id } = place();
    store.refundOrder(id, { items: [{ orderProductId: 1, quantity: 1 }] });
    expect(store.orders[0]?.status_id).toBe(14);
    store.refundOrder(id, { items: [{ orderProductId: 1, quantity: 2 }] });
    expect(store.orders[0]?.status_id).toBe(4);
    const { body } = await get(`/v3/orders/${id}/payment_actions/refunds`);
    expect(body).toMatchObject({
      data: [
        { total_amount: 10, items: [{ item_type: 'PRODUCT', quantity: 1 }] },
        { total_amount: 20 },
      ],
    });
  });

  it('looks at lines of their own only: members of a bundle follow their parent', () => {
    const { id: productId } = store.addProduct({ name: 'Kit', price: '10' });
    const { id } = store.placeOrder({
      lines: [{ productId, quantity: 1, bundled: [{ productId }] }],
    });
    const items = [{ orderProductId: 1, quantity: 1 }];
    store.addShipment(id, { items });
    expect(store.orders[0]?.status_id).toBe(2);
    store.refundOrder(id, { items });
    expect(store.orders[0]?.status_id).toBe(4);
  });

  it('refunds an order as a whole', () => {
    const { id } = place();
    expect(store.refundOrder(id)).toMatchObject({
      total_amount: 35,
      items: [{ item_type: 'ORDER', item_id: id }],
    });
    expect(store.orders[0]).toMatchObject({ status_id: 4, payment_status: 'refunded' });
  });
});
