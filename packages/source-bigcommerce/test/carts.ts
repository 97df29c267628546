import type { Draft } from '@millrace/core';
import type { BigCommerceSandbox, NewCart, PendingWebhook } from '@millrace/sandbox';
import type { BigCommerceSettings } from '../src/index.ts';
import { openPeople } from './people.ts';

/** Nothing but carts; and no request takes too long, however much time a test lets pass while it is under way. */
const calm: Partial<BigCommerceSettings> = {
  customers: false,
  poll: false,
  timeoutMs: 86_400_000,
  catalogTimeoutMs: 86_400_000,
};

/** A store with something to sell, the webhooks about its carts, and a source that has been running for a day. */
export async function openCarts(
  settings: Partial<BigCommerceSettings> = {},
  /** What happened before the source was started for the first time. */
  before: (sandbox: BigCommerceSandbox, mug: number) => void = () => undefined,
) {
  const people = await openPeople({ ...calm, ...settings }, ['store/cart/*']);
  const { sandbox, clock, context } = people;
  const mug = sandbox.addProduct({
    name: 'Mug',
    price: '12.50',
    sku: 'MUG',
    brand: 'Acme',
    categories: ['Kitchen', 'Gifts'],
    imageUrl: 'https://cdn.example.com/mug.jpg',
  }).id;
  const book = sandbox.addProduct({ name: 'Book', price: '9', type: 'digital' }).id;
  const done = () => `${sandbox.requests.length} ${context.commits.length}`;
  /** Looking at a cart takes several requests, one after the other: until none has followed for a while. */
  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      const before = done();
      await people.settle();
      if (done() !== before) quiet = -1;
    }
  }

  before(sandbox, mug);
  await settle();
  await clock.advance(5_000);
  await people.start();
  await settle();
  await clock.advance(24 * 3_600_000);

  return {
    sandbox,
    clock,
    context,
    mug,
    book,
    settle,
    asked: people.asked,
    requests: people.requests,
    restart: () => people.restart(),
    close: () => people.close(),
    get source() {
      return people.source;
    },
    /** All that was told of checkouts, oldest first. */
    get checkouts(): readonly Draft<'track'>[] {
      return context.accepted.filter(
        (draft): draft is Draft<'track'> =>
          draft.type === 'track' && draft.event === 'Checkout Started',
      );
    },
    /** What is remembered of carts. */
    remembered: async () => (await context.recallAll('cart:', 1_000)).map(({ key }) => key),
    /** A guest's cart, unless it says whose. */
    cart: (more: NewCart = {}) =>
      sandbox.createCart({ lines: [{ productId: mug, quantity: 2 }], ...more }),
    /** Does it, a second after what was before, and lets it be told. */
    async does(work: () => void) {
      await clock.advance(1_000);
      work();
      await settle();
    },
    /** Loses, doubles and shuffles the webhooks of what happens in `work`. */
    async weather(work: () => void, order: (pending: PendingWebhook[]) => PendingWebhook[]) {
      sandbox.holdWebhooks();
      work();
      await sandbox.releaseWebhooks(order);
      await settle();
    },
    /** Lets this much time pass, and what falls due come about. */
    async pass(ms: number) {
      for (let left = ms; left > 0; left -= 60_000) {
        await clock.advance(Math.min(left, 60_000));
        await settle();
      }
    },
  };
}

export type Carts = Awaited<ReturnType<typeof openCarts>>;
