import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DrivenStore, drivenStore } from './__fixtures__/driven-store.ts';
import type { OrderPlacement, OrderProduct } from './index.ts';

let shop: DrivenStore;
let productId: number;

beforeEach(async () => {
  shop = await drivenStore();
  productId = shop.store.addProduct({ name: 'Soap', price: '10' }).id;
  for (const scope of ['store/order/*', 'store/shipment/*', 'store/channel/1/order/updated']) {
    await shop.hook(scope);
  }
});
afterEach(() => shop.close());

const place = (more: Partial<OrderPlacement> = {}) =>
  shop.store.placeOrder({
    lines: [
      { productId, quantity: 3, bundled: [{ productId }] },
      { productId, quantity: 1, price: '5' },
    ],
    statusId: 11,
    shipping: '4',
    taxRate: '0.1',
    ...more,
  }).id;
const products = async (id: number) =>
  (await shop.call(`/v2/orders/${id}/products`)).body as OrderProduct[];

/** The webhooks since the last time. */
async function said() {
  await shop.quiet();
  return shop.received.splice(0).map(({ scope }) => scope.replace('store/', ''));
}

describe('an order that staff edit', () => {
  it('has other lines, and amounts that follow', async () => {
    const id = place();
    const before = shop.store.order(id);
    const [kit, , soap] = before.products;
    await said();
    await shop.pass(60_000);
    shop.store.editOrder(id, {
      quantities: [{ orderProductId: kit?.id ?? 0, quantity: 1 }],
      remove: [soap?.id ?? 0],
      add: [{ name: 'Engraving', price: '2', quantity: 1 }],
      shipping: '0',
      email: 'new@example.com',
    });
    expect(shop.store.order(id).order).toMatchObject({
      subtotal_ex_tax: '12.0000',
      shipping_cost_ex_tax: '0.0000',
      total_inc_tax: '13.2000',
      items_total: 2,
      status_id: 11,
      date_created: before.order.date_created,
      date_modified: 'Thu, 15 Jan 2026 12:01:00 +0000',
      billing_address: { email: 'new@example.com' },
    });
    const [first, member, added] = await products(id);
    expect(first).toMatchObject({ id: kit?.id, quantity: 1 });
    expect(member).toMatchObject({ parent_order_product_id: kit?.id });
    expect(added).toMatchObject({ name: 'Engraving' });
    expect(before.products.map((each) => each.id)).not.toContain(added?.id);
    expect(await said()).toEqual(['order/updated', 'channel/1/order/updated']);
  });

  it('keeps its discounts, or gets others', () => {
    const id = place({ coupons: [{ code: 'A', amount: '3' }], discount: '1' });
    const [, , soap] = shop.store.order(id).products;
    shop.store.editOrder(id, { remove: [soap?.id ?? 0] });
    expect(shop.store.order(id).order).toMatchObject({
      coupon_discount: '3.0000',
      discount_amount: '1.0000',
      total_inc_tax: '33.4000',
    });
    shop.store.editOrder(id, { coupons: [{ code: 'B', amount: '5' }], discount: '0' });
    expect(shop.store.order(id).coupons).toMatchObject([{ code: 'B', discount: 5 }]);
    expect(shop.store.order(id).order.total_inc_tax).toBe('32.4000');
  });

  it('cannot lose what was shipped, and knows what was', () => {
    const id = place();
    const [kit] = shop.store.order(id).products;
    const orderProductId = kit?.id ?? 0;
    shop.store.addShipment(id, { items: [{ orderProductId, quantity: 2 }] });
    const quantities = (quantity: number) => [{ orderProductId, quantity }];
    expect(() => shop.store.editOrder(id, { quantities: quantities(1) })).toThrow('shipped');
    shop.store.editOrder(id, { quantities: quantities(2) });
    expect(shop.store.order(id).products[0]).toMatchObject({ quantity: 2, quantity_shipped: 2 });
    expect(() => shop.store.editOrder(id, { remove: [999] })).toThrow('no line 999');
  });
});

describe('an order', () => {
  it('can be archived and brought back', async () => {
    const id = place();
    await said();
    shop.store.archiveOrder(id);
    expect((await shop.call('/v2/orders')).status).toBe(204);
    shop.store.restoreOrder(id);
    expect((await shop.call('/v2/orders')).status).toBe(200);
    expect(await said()).toEqual(['order/archived', 'order/updated', 'channel/1/order/updated']);
  });

  it('can be set to any status by hand, back and forth', async () => {
    const id = place();
    await said();
    for (const statusId of [10, 0, 4, 7, 11, 5, 2]) {
      shop.store.setStatus(id, statusId);
      expect(shop.store.order(id).order.status_id).toBe(statusId);
    }
    expect((await said()).filter((scope) => scope === 'order/statusUpdated')).toHaveLength(7);
  });

  it('can come from elsewhere: by hand, from a marketplace, out of another store', async () => {
    const [manual, migrated] = [
      place({ orderSource: 'manual', staffNotes: 'By phone' }),
      place({ externalSource: 'M-MIG', externalId: '77', orderSource: 'external' }),
    ];
    expect((await shop.call(`/v2/orders/${manual}`)).body).toMatchObject({
      cart_id: null,
      order_source: 'manual',
      staff_notes: 'By phone',
      billing_address: { email: '' },
    });
    expect((await shop.call(`/v2/orders/${migrated}`)).body).toMatchObject({
      external_source: 'M-MIG',
      external_id: '77',
    });
  });
});

describe('a shipment', () => {
  it('can be corrected and taken back', async () => {
    const id = place();
    const [kit] = shop.store.order(id).products;
    const items = [{ orderProductId: kit?.id ?? 0, quantity: 2 }];
    const shipment = shop.store.addShipment(id, { items });
    await said();
    shop.store.updateShipment(id, shipment.id, { trackingNumber: 'T1' });
    expect(shop.store.order(id).shipments).toMatchObject([{ tracking_number: 'T1' }]);
    shop.store.deleteShipment(id, shipment.id);
    expect(shop.store.order(id)).toMatchObject({
      shipments: [],
      order: { status_id: 3, items_shipped: 0 },
      products: [{ quantity_shipped: 0 }, {}, {}],
    });
    expect((await shop.call(`/v2/orders/${id}/shipments`)).status).toBe(204);
    expect((await said()).filter((scope) => scope.startsWith('shipment'))).toEqual([
      'shipment/updated',
      'shipment/deleted',
    ]);
    expect(() => shop.store.deleteShipment(id, shipment.id)).toThrow('no shipment');
  });
});
