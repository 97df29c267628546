import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SandboxServer, startServer } from '../../http/index.ts';
import { type BigCommerceSandbox, bigcommerceSandbox } from '../index.ts';

let store: BigCommerceSandbox;
let receiver: SandboxServer;
let now = Date.parse('2026-03-01T12:00:00Z');
let heard = 0;
let shirt: number;
let ebook: number;

beforeEach(async () => {
  now = Date.parse('2026-03-01T12:00:00Z');
  heard = 0;
  store = await bigcommerceSandbox({ now: () => now, requestQuota: 10_000 });
  const answer = () => ({ status: 200 });
  receiver = await startServer({ maxBodyBytes: 10_000, handle: answer, refuse: answer });
  for (const scope of ['store/cart/*', 'store/channel/1/cart/*'])
    await call('/v3/hooks', { scope, destination: receiver.url });
  shirt = store.addProduct({ name: 'Shirt', price: '20', sku: 'S-1' }).id;
  ebook = store.addProduct({ name: 'Book', price: '10', type: 'digital' }).id;
});
afterEach(async () => {
  await store.close();
  await receiver.close();
});

async function call(path: string, body?: object): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${store.url}/stores/sandbox1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { 'x-auth-token': store.accessToken },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as unknown };
}

const checkout = async (id: string, query = '') => (await call(`/v3/checkouts/${id}${query}`)).body;

/** What the store's own hook and the channel's have been told since the last time. */
async function told(): Promise<{ store: string[]; channel: string[] }> {
  await store.settled();
  const bodies = receiver.requests.slice(heard).map(({ body }) => body as { scope: string });
  heard = receiver.requests.length;
  const scopes = (prefix: RegExp) =>
    bodies.flatMap(({ scope }) => (prefix.test(scope) ? scope.replace(prefix, '') : [])).toSorted();
  return { store: scopes(/^store\/cart\//), channel: scopes(/^store\/channel\/1\/cart\//) };
}
const expectTold = async (...events: string[]) => {
  const { store: own, channel } = await told();
  expect(own).toEqual(events.toSorted());
  expect(channel).toEqual(own);
};

const lines = (quantity = 2) => [{ productId: shirt, quantity }];

describe('a cart', () => {
  it('is made with its first product, and says created and updated', async () => {
    const { id } = store.createCart({ lines: lines() });
    await expectTold('created', 'updated', 'lineItem/created');
    expect((await call(`/v3/carts/${id}`)).body).toMatchObject({
      data: {
        id,
        customer_id: 0,
        email: '',
        base_amount: 40,
        cart_amount: 40,
        line_items: { physical_items: [{ product_id: shirt, quantity: 2, taxable: true }] },
      },
    });
  });

  it('takes products in, changes how many, and goes with the last of them', async () => {
    const { id, line_items } = store.createCart({ lines: lines() });
    await told();
    const [first] = line_items.physical_items;
    store.updateCartItem(id, first?.id ?? '', 3);
    await expectTold('updated', 'lineItem/updated');
    const { line_items: more } = store.addToCart(id, { lines: [{ productId: ebook }] });
    await expectTold('updated', 'lineItem/created');
    expect(store.removeCartItem(id, first?.id ?? '')?.cart_amount).toBe(10);
    expect(store.removeCartItem(id, more.digital_items[0]?.id ?? '')).toBeUndefined();
    await expectTold('updated', 'updated', 'lineItem/deleted', 'lineItem/deleted', 'deleted');
    expect((await call(`/v3/carts/${id}`)).status).toBe(404);
    expect(await call(`/v3/checkouts/${id}`)).toMatchObject({ status: 404, body: { status: 404 } });
  });

  it('shows the options of its items only when it is asked to', async () => {
    const options = [{ name: 'Size', value: 'S' }];
    const { id } = store.createCart({ lines: [{ productId: shirt, options }] });
    expect(JSON.stringify(await checkout(id))).not.toContain('nameId');
    const include = 'cart.line_items.physical_items.options';
    expect(await checkout(id, `?include=${include}`)).toMatchObject({
      data: { cart: { line_items: { physical_items: [{ options: [{ name: 'Size' }] }] } } },
    });
    expect(
      (await call(`/v3/carts/${id}?include=line_items.physical_items.options`)).body,
    ).toMatchObject({ data: { line_items: { physical_items: [{ options: [{ value: 'S' }] }] } } });
  });

  it('lives for 30 days after its last change', async () => {
    const { id } = store.createCart({ lines: lines() });
    now += 20 * 24 * 3_600_000;
    store.setCartEmail(id, 'a@example.org');
    now += 30 * 24 * 3_600_000 - 1;
    expect((await call(`/v3/carts/${id}`)).status).toBe(200);
    now += 1;
    expect((await call(`/v3/carts/${id}`)).status).toBe(404);
    expect(store.carts).toEqual([]);
  });
});

describe('a checkout', () => {
  it('adds up: items, what is taken off, shipping and tax', async () => {
    const { id } = store.createCart({
      lines: [{ productId: shirt, quantity: 3, discount: '6' }],
      customItems: [{ name: 'Engraving', price: '5', quantity: 2 }],
      giftCertificates: [{ amount: '25' }],
      discount: '4',
      taxRate: '0.1',
    });
    store.applyCoupon(id, { code: 'SPRING', amount: '8.9' });
    store.setShippingAddress(id, { city: 'Leeds' }, '5');
    // 60 − 6 + 10 + 25 = 89; less 4, less 8.90; a tenth of what is not the gift certificate is tax.
    expect(await checkout(id)).toMatchObject({
      data: {
        cart: {
          base_amount: 95,
          discount_amount: 4,
          cart_amount_ex_tax: 76.1,
          coupons: [{ code: 'SPRING', discounted_amount: 8.9 }],
          line_items: {
            physical_items: [{ discount_amount: 6, extended_sale_price: 54, coupon_amount: 5.4 }],
            gift_certificates: [{ amount: 25 }],
            custom_items: [{ name: 'Engraving', quantity: '2', extended_list_price: 10 }],
          },
        },
        subtotal_ex_tax: 89,
        shipping_cost_total_ex_tax: 5,
        shipping_cost_total_inc_tax: 5.5,
        tax_total: 5.9724,
        grand_total: 87.0724,
        consignments: [{ address: { city: 'Leeds' }, selected_shipping_option: { cost: 5 } }],
      },
    });
  });

  it('of a store that shows prices with tax, shows them with tax', async () => {
    const { id } = store.createCart({
      lines: [{ productId: shirt, quantity: 2, price: '24' }],
      taxRate: '0.2',
      taxIncluded: true,
    });
    expect(await checkout(id)).toMatchObject({
      data: {
        cart: {
          tax_included: true,
          base_amount: 48,
          line_items: { physical_items: [{ list_price: 24 }] },
        },
        subtotal_ex_tax: 40,
        tax_total: 8,
        grand_total: 48,
      },
    });
  });

  it('says that an email was typed, and nothing of the addresses that are filled', async () => {
    const { id } = store.createCart({ lines: lines() });
    await told();
    store.setCartEmail(id, 'ada@example.org');
    await expectTold('updated');
    store.setBillingAddress(id, { first_name: 'Ada' });
    store.setShippingAddress(id, { city: 'Leeds' });
    await expectTold();
    expect(await checkout(id)).toMatchObject({
      data: {
        cart: { email: 'ada@example.org' },
        billing_address: { email: 'ada@example.org', first_name: 'Ada' },
      },
    });
  });

  it('becomes an order of all that is in it', () => {
    const cart = store.createCart({
      lines: [
        { productId: shirt, quantity: 3, discount: '6', bundled: [{ productId: ebook }] },
        { productId: ebook },
      ],
      customItems: [{ name: 'Engraving', price: '5', quantity: 2 }],
      giftCertificates: [{ amount: '25' }],
      discount: '4',
    });
    store.applyCoupon(cart.id, { code: 'SPRING', amount: '8.9' });
    store.setShippingAddress(cart.id, { city: 'Leeds' }, '5');
    const order = store.convertCart(cart.id);
    expect(order).toMatchObject({ total_inc_tax: '91.1000', items_total: 7 });
    expect(store.carts.at(-1)?.cart_amount).toBe(86.1);
  });

  it('becomes an order with the tax as the cart has it', () => {
    for (const [taxIncluded, total] of [
      [false, '50.0000'],
      [true, '40.0000'],
    ] as const) {
      const cart = store.createCart({ lines: lines(), taxRate: '0.25', taxIncluded });
      expect(store.convertCart(cart.id)).toMatchObject({
        total_inc_tax: total,
        is_tax_inclusive_pricing: taxIncluded,
      });
    }
  });

  it('that became an order stays until the order is paid', async () => {
    const { id } = store.createCart({ lines: lines(), taxRate: '0.1' });
    store.setCartEmail(id, 'ada@example.org');
    await told();
    const [first, second] = [store.convertCart(id), store.convertCart(id)];
    await expectTold();
    expect(second).toMatchObject({ cart_id: id, status_id: 0, total_inc_tax: '44.0000' });
    expect(second.billing_address.email).toBe('ada@example.org');
    expect(await checkout(id)).toMatchObject({ data: { order_id: String(second.id) } });
    store.setStatus(second.id, 11);
    await expectTold('converted');
    expect((await call(`/v3/checkouts/${id}`)).status).toBe(404);
    expect(first.id).not.toBe(second.id);
  });
});

describe('the id of a cart', () => {
  it('changes when a shopper signs in who has a cart already', async () => {
    const customer = store.addCustomer({ email: 'ada@example.org' }).id;
    const own = store.createCart({ customerId: customer, lines: [{ productId: ebook }] });
    const guests = store.createCart({ lines: lines() });
    await told();
    const merged = store.signIn(guests.id, customer);
    await expectTold('deleted', 'updated');
    expect(merged).toMatchObject({ id: own.id, email: 'ada@example.org', cart_amount: 50 });
    expect((await call(`/v3/carts/${guests.id}`)).status).toBe(404);
  });

  it('stays when a shopper signs in who has none', () => {
    const customer = store.addCustomer({ email: 'ada@example.org' }).id;
    const { id } = store.createCart({ lines: lines() });
    expect(store.signIn(id, customer)).toMatchObject({
      id,
      customer_id: customer,
      email: 'ada@example.org',
      cart_amount: 40,
    });
  });

  it('changes with the currency', async () => {
    const { id } = store.createCart({ lines: lines() });
    await told();
    const other = store.switchCurrency(id, 'EUR', '0.9');
    await expectTold('deleted', 'created', 'updated');
    expect(other).toMatchObject({ currency: { code: 'EUR' }, cart_amount: 36 });
    expect(other.id).not.toBe(id);
    expect((await call(`/v3/carts/${id}`)).status).toBe(404);
  });
});

describe('an abandoned cart', () => {
  it('is one that nobody changed for an hour, and is said once', async () => {
    const { id } = store.createCart({ lines: lines() });
    now += 3_599_999;
    expect(store.abandonIdleCarts()).toEqual([]);
    now += 1;
    await told();
    expect(store.abandonIdleCarts()).toEqual([id]);
    expect(store.abandonIdleCarts()).toEqual([]);
    await expectTold('abandoned');
    store.setCartEmail(id, 'ada@example.org');
    now += 3_600_000;
    expect(store.abandonIdleCarts()).toEqual([id]);
  });

  it('is found by the token of its webhook', async () => {
    const { id } = store.createCart({ lines: lines() });
    const token = store.abandonCart(id);
    await store.settled();
    expect(receiver.requests.map(({ body }) => body)).toContainEqual(
      expect.objectContaining({
        scope: 'store/cart/abandoned',
        data: { type: 'cart', id, token },
      }),
    );
    expect((await call(`/v3/abandoned-carts/${token}`)).body).toMatchObject({
      data: { cart_id: id },
    });
    store.deleteCart(id);
    expect((await call(`/v3/abandoned-carts/${token}`)).status).toBe(404);
  });
});

describe('the address that leads back to a cart', () => {
  const mint = async (id: string, body: object = {}) => {
    const answer = await call(`/v3/carts/${id}/redirect_urls`, body);
    expect(answer.status).toBe(201);
    return (answer.body as { data: { checkout_url: string; cart_url: string } }).data;
  };

  it('is good for one visit, and carries on what it was given', async () => {
    const { id } = store.createCart({ lines: lines() });
    const { checkout_url: url, cart_url: other } = await mint(id, { query_params: { utm: 'x' } });
    expect(new URL(url).searchParams.get('utm')).toBe('x');
    expect(store.followRedirect(url)).toEqual({ cartId: id, query: { utm: 'x' } });
    expect(store.followRedirect(url)).toBeUndefined();
    expect(store.followRedirect(other)).toBeUndefined();
  });

  it('is worth nothing after 30 days, or once the cart is gone', async () => {
    const { id } = store.createCart({ lines: lines() });
    const old = await mint(id);
    now += 29 * 24 * 3_600_000;
    store.setCartEmail(id, 'ada@example.org');
    now += 24 * 3_600_000;
    expect(store.followRedirect(old.cart_url)).toBeUndefined();
    const fresh = await mint(id);
    store.deleteCart(id);
    expect(store.followRedirect(fresh.cart_url)).toBeUndefined();
    expect((await call(`/v3/carts/${id}/redirect_urls`, {})).status).toBe(404);
  });

  it('is in the cart when it is asked for', async () => {
    const { id } = store.createCart({ lines: lines() });
    expect((await call(`/v3/carts/${id}?include=redirect_urls`)).body).toMatchObject({
      data: { redirect_urls: { checkout_url: expect.stringContaining(id) } },
    });
  });
});
