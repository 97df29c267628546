import { Webhook as StandardWebhook } from 'standardwebhooks';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, type SandboxServer, startServer } from '../http/index.ts';
import { type BigCommerceSandbox, bigcommerceSandbox } from './index.ts';
import { RETRY_DELAYS_MS } from './webhooks/schedule.ts';

interface Received {
  readonly headers: Record<string, string>;
  readonly raw: string;
  readonly body: { scope: string; hash: string; data: { id: number } };
}

let receiver: SandboxServer;
let received: Received[];
let respond: (got: Received) => Answer | Promise<Answer>;
let store: BigCommerceSandbox;
let clock: number;
/** The retries that wait, in the order they were asked for. */
let timers: { fn: () => void; ms: number }[];

beforeEach(async () => {
  received = [];
  timers = [];
  clock = Date.now();
  respond = () => ({ status: 200 });
  receiver = await startServer({
    maxBodyBytes: 10_000,
    refuse: (status) => ({ status }),
    handle: ({ method, headers, body }) => {
      if (method === 'GET') return { status: 200 };
      const raw = body.toString('utf8');
      const got = { headers: headers as Record<string, string>, raw, body: JSON.parse(raw) };
      received.push(got);
      return respond(got);
    },
  });
  store = await bigcommerceSandbox({
    now: () => clock,
    requestQuota: 1_000,
    timer: (fn, ms) => {
      const timer = { fn, ms };
      timers.push(timer);
      return { cancel: () => void (timers = timers.filter((other) => other !== timer)) };
    },
  });
});
afterEach(async () => {
  await store.close();
  await receiver.close();
});

async function hook(scope: string, more: object = {}): Promise<number> {
  const response = await fetch(`${store.url}/stores/sandbox1/v3/hooks`, {
    method: 'POST',
    headers: { 'x-auth-token': store.accessToken },
    body: JSON.stringify({ scope, destination: `${receiver.url}/${scope}`, ...more }),
  });
  const body = (await response.json()) as { data: { id: number } };
  return body.data.id;
}

function place(): number {
  const { id } = store.addProduct({ name: 'A', price: '1' });
  return store.placeOrder({ lines: [{ productId: id, quantity: 1 }], cartId: 'cart-1' }).id;
}

/** Lets the next retry's time come. */
async function elapse(): Promise<void> {
  const timer = timers.shift();
  clock += timer?.ms ?? 0;
  timer?.fn();
  await store.settled({ ignoreRetries: true });
}

const scopes = () => received.map(({ body }) => body.scope).sort();

describe('what is sent', () => {
  it('is the envelope of the event, thin, with its hash', async () => {
    await hook('store/order/statusUpdated');
    const id = place();
    store.setStatus(id, 11);
    await store.settled();
    const [{ body, raw }] = received as [Received];
    expect(body).toEqual({
      scope: 'store/order/statusUpdated',
      store_id: expect.any(String),
      data: { type: 'order', id, status: { previous_status_id: 0, new_status_id: 11 } },
      created_at: Math.floor(clock / 1_000),
      producer: 'stores/sandbox1',
      hash: expect.stringMatching(/^[0-9a-f]{40}$/),
    });
    const { hash, ...hashed } = JSON.parse(raw) as Received['body'];
    expect(createHash('sha1').update(JSON.stringify(hashed)).digest('hex')).toBe(hash);
  });

  it('is signed as Standard Webhooks wants, with the client secret and custom headers', async () => {
    await hook('store/order/created', { headers: { Authorization: 'Bearer abc' } });
    place();
    await store.settled();
    const [{ raw, headers }] = received as [Received];
    const key = Buffer.from(store.clientSecret).toString('base64');
    expect(new StandardWebhook(key).verify(raw, headers)).toMatchObject({
      scope: 'store/order/created',
    });
    expect(() => new StandardWebhook(key).verify(`${raw} `, headers)).toThrow('signature');
    expect(headers['authorization']).toBe('Bearer abc');
  });

  it('goes to every hook that hears it, wildcards included', async () => {
    await hook('store/order/*');
    await hook('store/cart/*');
    await hook('store/channel/1/order/created');
    await hook('store/order/created', { is_active: false });
    const id = place();
    store.setStatus(id, 11);
    store.refundOrder(id);
    store.emit('store/cart/lineItem/created', { type: 'cart_line_item', id: 'x', cartId: 'y' });
    await store.settled();
    expect(scopes()).toEqual([
      'store/cart/converted',
      'store/cart/lineItem/created',
      'store/channel/1/order/created',
      'store/order/created',
      'store/order/refund/created',
      'store/order/statusUpdated',
      'store/order/statusUpdated',
      'store/order/updated',
      'store/order/updated',
    ]);
    expect(store.deliveryCounts.abandoned).toBe(0);
  });

  it('says of a shipment and a refund what the store says', async () => {
    for (const scope of ['store/shipment/*', 'store/order/*']) await hook(scope);
    const { id: productId } = store.addProduct({ name: 'A', price: '1' });
    const { id } = store.placeOrder({ lines: [{ productId, quantity: 3 }] });
    await store.settled();
    received = [];
    store.addShipment(id, { items: [{ orderProductId: 1, quantity: 1 }] });
    store.addShipment(id, { items: [{ orderProductId: 1, quantity: 1 }] });
    await store.settled();
    // The second leaves the status as it is.
    expect(scopes()).toEqual([
      'store/order/statusUpdated',
      'store/order/updated',
      'store/order/updated',
      'store/shipment/created',
      'store/shipment/created',
    ]);
    received = [];
    store.refundOrder(id);
    await store.settled();
    const refund = received.find(({ body }) => body.scope === 'store/order/refund/created');
    expect(refund?.body.data).toEqual({ type: 'order', id, refund: { refund_id: 1 } });
  });

  it('says nothing when a status is set to what it is', async () => {
    await hook('store/order/*');
    const id = place();
    store.setStatus(id, 0);
    await store.settled();
    expect(scopes()).toEqual(['store/order/created']);
  });
});

describe('delivery', () => {
  it('happens eight at a time, and settles when all is done', async () => {
    let open: (answer: Answer) => void = () => undefined;
    const gate = new Promise<Answer>((resolve) => (open = resolve));
    respond = () => gate;
    await hook('store/order/created');
    for (let n = 0; n < 50; n += 1) place();
    await vi.waitFor(() => expect(received).toHaveLength(8));
    // Time enough for a ninth, were there one.
    for (let n = 0; n < 5; n += 1) await fetch(receiver.url);
    expect(received).toHaveLength(8);
    expect(store.deliveryCounts.attempts).toBe(0);
    open({ status: 204 });
    await store.settled();
    expect(received).toHaveLength(50);
    expect(store.deliveryCounts).toMatchObject({ attempts: 50, delivered: 50, abandoned: 0 });
  });

  it('is tried again by the schedule until it succeeds, as the same webhook signed anew', async () => {
    respond = () => ({ status: received.length < 3 ? 500 : 201 });
    await hook('store/order/created');
    const id = place();
    await store.settled({ ignoreRetries: true });
    expect(timers.map(({ ms }) => ms)).toEqual([60_000]);
    await elapse();
    await elapse();
    expect(timers).toEqual([]);
    expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    expect(store.deliveries).toMatchObject([
      { attempt: 1, status: 500, orderId: id, scope: 'store/order/created' },
      { attempt: 2, status: 500 },
      { attempt: 3, status: 201 },
    ]);
  });

  it('is given up after eleven retries, two days later, and the hook is deactivated', async () => {
    respond = () => ({ status: 302, headers: { location: '/elsewhere' } });
    const hookId = await hook('store/order/created');
    place();
    await store.settled({ ignoreRetries: true });
    const waits: number[] = [];
    while (timers[0]) {
      waits.push(timers[0].ms);
      await elapse();
    }
    expect(waits).toEqual(RETRY_DELAYS_MS);
    expect(waits.reduce((sum, ms) => sum + ms)).toBe(173_040_000);
    expect(store.deliveryCounts).toMatchObject({ attempts: 12, failed: 12, abandoned: 1 });
    expect(store.hooks).toMatchObject([{ id: hookId, is_active: false }]);
    place();
    await store.settled();
    expect(received).toHaveLength(12);
  });

  it('fails when nobody answers: refused, or too late', async () => {
    await store.close();
    store = await bigcommerceSandbox({ webhookTimeoutMs: 20, webhookDelaysMs: [] });
    respond = () => new Promise(() => undefined);
    await hook('store/order/created');
    const gone = await startServer({
      maxBodyBytes: 1,
      handle: respond as never,
      refuse: respond as never,
    });
    await gone.close();
    await hook('store/order/updated', { destination: gone.url });
    store.updateOrder(place(), { staff_notes: 'gift' });
    await store.settled();
    const errors = store.deliveries.map(({ scope, error }) => `${scope} ${error}`).sort();
    expect(errors).toEqual(['store/order/created timeout', 'store/order/updated ECONNREFUSED']);
  });

  it('retries in real time when no timer is given', async () => {
    await store.close();
    store = await bigcommerceSandbox({ webhookDelaysMs: [1, 2] });
    respond = () => ({ status: received.length < 3 ? 500 : 200 });
    await hook('store/order/created');
    place();
    await store.settled();
    expect(store.deliveries.map(({ status }) => status)).toEqual([500, 500, 200]);
  });

  it('is abandoned when the hook is gone before the retry', async () => {
    respond = () => ({ status: 500 });
    const id = await hook('store/order/created');
    place();
    await store.settled({ ignoreRetries: true });
    await fetch(`${store.url}/stores/sandbox1/v3/hooks/${id}`, {
      method: 'DELETE',
      headers: { 'x-auth-token': store.accessToken },
    });
    await elapse();
    await store.settled();
    expect(received).toHaveLength(1);
    expect(store.deliveryCounts.abandoned).toBe(1);
  });
});

describe('mischief', () => {
  it('sends the very same webhook again', async () => {
    await hook('store/order/created');
    place();
    await store.settled();
    const [delivery] = store.deliveries;
    await store.redeliver(delivery ?? '');
    await store.redeliver(delivery?.hash ?? '');
    expect(received).toHaveLength(3);
    expect(new Set(received.map(({ raw }) => raw)).size).toBe(1);
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    await expect(store.redeliver('unknown')).rejects.toThrow('never sent');
  });

  it('holds webhooks back and releases them in another order, twice, or not at all', async () => {
    await hook('store/order/created');
    store.holdWebhooks();
    const [first, second, third] = [place(), place(), place()];
    await store.settled();
    expect(received).toEqual([]);
    await store.releaseWebhooks((pending) => {
      expect(pending.map(({ orderId }) => orderId)).toEqual([first, second, third]);
      const [a, , c] = pending;
      return a && c ? [c, a, a] : [];
    });
    expect(received.map(({ body }) => body.data.id)).toEqual([third, first, first]);
    const fourth = place();
    await store.settled();
    expect(received.at(-1)?.body.data.id).toBe(fourth);
  });

  it('is over at once when the sandbox closes: retries cancelled, deliveries cut', async () => {
    respond = ({ body }) =>
      body.scope === 'store/order/created' ? { status: 500 } : new Promise(() => undefined);
    await hook('store/order/*');
    const id = place();
    await store.settled({ ignoreRetries: true });
    expect(timers).toHaveLength(1);
    store.updateOrder(id, {});
    const settled = store.settled();
    await vi.waitFor(() => expect(received).toHaveLength(2));
    await store.close();
    await settled;
    expect(timers).toEqual([]);
    await expect(fetch(store.url)).rejects.toThrow('fetch failed');
  });
});
