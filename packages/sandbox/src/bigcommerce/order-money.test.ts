import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore } from './__fixtures__/driven-store.ts';
import type { OrderLine, OrderPlacement, OrderProduct } from './index.ts';

let shop: DrivenStore;
let productId: number;

beforeEach(async () => {
  shop = await drivenStore();
  productId = shop.store.addProduct({ name: 'Soap', price: '12.00', costPrice: '4' }).id;
});
afterEach(() => shop.close());

const place = (more: Partial<OrderPlacement> = {}) =>
  shop.store.placeOrder({ lines: [{ productId, quantity: 1 }], ...more });
const get = async (path: string) => (await shop.call(path)).body;
const products = async (id: number) => (await get(`/v2/orders/${id}/products`)) as OrderProduct[];

describe('in a store whose prices include tax', () => {
  beforeEach(() => shop.store.updateStore({ pricesIncludeTax: true }));

  it('prices are what the shopper pays, and the amount without tax is derived', async () => {
    const order = place({ taxRate: '0.2', shipping: '6', handling: '1.20' });
    expect(order).toMatchObject({
      is_tax_inclusive_pricing: true,
      subtotal_inc_tax: '12.0000',
      subtotal_ex_tax: '10.0000',
      subtotal_tax: '2.0000',
      base_shipping_cost: '6.0000',
      shipping_cost_ex_tax: '5.0000',
      handling_cost_ex_tax: '1.0000',
      total_inc_tax: '19.2000',
      total_ex_tax: '16.0000',
      total_tax: '3.2000',
    });
    expect(await products(order.id)).toMatchObject([
      { base_price: '12.0000', price_ex_tax: '10.0000', price_inc_tax: '12.0000' },
    ]);
  });

  it('an order can be entered without tax all the same', () => {
    expect(place({ taxRate: '0.2', taxIncluded: false })).toMatchObject({
      is_tax_inclusive_pricing: false,
      subtotal_ex_tax: '12.0000',
      subtotal_inc_tax: '14.4000',
    });
  });
});

describe('beside products, an order costs', () => {
  it('fees, which its total has and its subtotal has not', async () => {
    const fees = [{ name: 'Parcel insurance', amount: '2.50' }];
    const order = place({ fees, taxRate: '0.1' });
    expect(order).toMatchObject({
      subtotal_inc_tax: '13.2000',
      total_inc_tax: '15.9500',
      total_tax: '1.4500',
      total_ex_tax: '14.5000',
    });
    const { fees: listed } = (await get(`/v2/orders/${order.id}/fees`)) as { fees: object[] };
    const [fee] = listed;
    expect(fee).toMatchObject({
      type: 'custom_fee',
      display_name_customer: 'Parcel insurance',
      cost_ex_tax: '2.5000',
      cost_inc_tax: '2.7500',
      cost_tax: '0.2500',
    });
    expect(await get(`/v2/orders/${order.id}?include=fees`)).toMatchObject({ fees: [fee] });
    expect(await get(`/v2/orders/${order.id}`)).toMatchObject({
      fees: { resource: `/orders/${order.id}/fees` },
    });
    expect((await shop.call(`/v2/orders/${place().id}/fees`)).status).toBe(204);
  });

  it('wrapping, said by the line and by the order', async () => {
    const wrapping = { name: 'Gift box', cost: '3', message: 'For you' };
    const order = place({ lines: [{ productId, quantity: 2, wrapping }], taxRate: '0.1' });
    expect(order).toMatchObject({
      subtotal_inc_tax: '26.4000',
      wrapping_cost_ex_tax: '3.0000',
      wrapping_cost_inc_tax: '3.3000',
      total_inc_tax: '29.7000',
    });
    expect(await products(order.id)).toMatchObject([
      {
        wrapping_name: 'Gift box',
        wrapping_message: 'For you',
        wrapping_cost_inc_tax: '3.3000',
        total_inc_tax: '26.4000',
      },
    ]);
  });

  it('the same when it is paid with store credit and gift certificates', () => {
    expect(place({ storeCredit: '5', giftCertificate: '2.5' })).toMatchObject({
      total_inc_tax: '12.0000',
      store_credit_amount: '5.0000',
      gift_certificate_amount: '2.5000',
    });
  });
});

describe('money off an order', () => {
  it('comes by several coupons, of which one has no code and one makes shipping free', async () => {
    const order = place({
      lines: [{ productId, quantity: 2 }],
      shipping: '7',
      coupons: [
        { code: 'TEN', amount: '2.40', type: 1, face: '10' },
        { code: null, amount: '1', type: 5 },
        { code: 'SHIPFREE', amount: '0', type: 4 },
      ],
    });
    expect(order).toMatchObject({
      coupon_discount: '3.4000',
      base_shipping_cost: '7.0000',
      shipping_cost_inc_tax: '0.0000',
      total_inc_tax: '20.6000',
    });
    expect(await get(`/v2/orders/${order.id}/coupons`)).toMatchObject([
      { code: 'TEN', type: 1, amount: 10, discount: 2.4 },
      { code: null, type: 5, discount: 1 },
      { code: 'SHIPFREE', type: 4, discount: 0 },
    ]);
    const [line] = await products(order.id);
    expect(line?.applied_discounts).toMatchObject([
      { id: 'coupon', code: 'TEN', amount: '2.4000', target: 'order' },
      { id: 'coupon', code: null, name: 'Promotion', amount: '1.0000' },
    ]);
  });

  it('comes by a promotion of one line, which is a part of the order’s discount', async () => {
    const discount = { name: 'Two for one', amount: '12' };
    const order = place({
      lines: [
        { productId, quantity: 2, discount },
        { productId, quantity: 1 },
      ],
      discount: '3',
    });
    expect(order).toMatchObject({ discount_amount: '15.0000', total_inc_tax: '21.0000' });
    const [promoted, other] = await products(order.id);
    expect(promoted?.applied_discounts).toMatchObject([
      { name: 'Two for one', amount: '12.0000', target: 'product' },
      { id: 'manual-discount', amount: '2.0000', target: 'order' },
    ]);
    expect(promoted?.discounted_total_inc_tax).toBe('10.0000');
    expect(other?.discounted_total_inc_tax).toBe('11.0000');
  });
});

describe('a line', () => {
  const line = async (input: OrderLine) => {
    const order = place({ lines: [input], taxRate: '0.1', email: 'jane@example.com' });
    const [product] = await products(order.id);
    return { order, product };
  };

  it('can be custom: without product, variant or brand', async () => {
    const { product } = await line({ name: 'Engraving', price: '5', quantity: 2, sku: 'ENG' });
    expect(product).toMatchObject({
      product_id: 0,
      name: 'Engraving',
      sku: 'ENG',
      brand: '',
      type: 'physical',
      total_inc_tax: '11.0000',
    });
    expect(product).not.toHaveProperty('variant_id');
    expect(() => place({ lines: [{ quantity: 1, name: 'Free' }] })).toThrow('a name and a price');
  });

  it('can be a gift certificate: untaxed, never shipped, sent to whom it is for', async () => {
    const giftCertificate = { recipientEmail: 'joe@example.com' };
    const { order, product } = await line({ giftCertificate, price: '50', quantity: 1 });
    expect(order).toMatchObject({ total_inc_tax: '50.0000', order_is_digital: true });
    expect(product).toMatchObject({ type: 'giftcertificate', product_id: 0, price_tax: '0.0000' });
    expect(product?.gift_certificate_id).not.toBeNull();
    const path = `/v2/orders/${order.id}?include=consignments.line_items&consignment_structure=object`;
    expect(await get(path)).toMatchObject({
      consignments: {
        shipping: [],
        email: {
          gift_certificates: [
            { recipient_email: 'joe@example.com', line_items: [{ id: product?.id }] },
          ],
        },
      },
    });
  });

  it('can be read by itself', async () => {
    const { order, product } = await line({ productId, quantity: 1 });
    expect(await get(`/v2/orders/${order.id}/products/${product?.id}`)).toEqual(product);
    expect((await shop.call(`/v2/orders/${order.id}/products/9999`)).status).toBe(404);
  });
});
