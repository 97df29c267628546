import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Carts, openCarts } from '../../test/carts.ts';

let shop: Carts;
beforeEach(async () => {
  shop = await openCarts();
});
afterEach(() => shop.close());

const email = 'ada@example.org';
const day = 24 * 3_600_000;

describe('a cart that became an order', () => {
  test('before it was looked at yields nothing', async () => {
    const { sandbox } = shop;
    await shop.weather(
      () => {
        const { id } = shop.cart();
        sandbox.setCartEmail(id, email);
        sandbox.setStatus(sandbox.convertCart(id).id, 11);
      },
      (pending) => pending,
    );
    await shop.pass(60_000);
    expect(shop.checkouts).toEqual([]);
    expect(await shop.source.waiting()).toEqual([]);
    expect(await shop.source.skipped()).toEqual([]);
    expect(await shop.remembered()).toEqual([]);
  });

  test('is told of while its order is not paid, and forgotten once it is', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    let order = 0;
    await shop.does(() => {
      order = sandbox.convertCart(id).id;
      sandbox.setCartEmail(id, email);
    });
    expect(shop.checkouts).toHaveLength(1);
    expect(await shop.remembered()).toEqual([`cart:${id}`]);
    await shop.does(() => sandbox.setStatus(order, 11));
    expect(shop.checkouts).toHaveLength(1);
    expect(await shop.remembered()).toEqual([]);
  });

  test('yields nothing between the payment and its end', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    await shop.settle();
    const order = sandbox.convertCart(id).id;
    // The checkout is read while it is there; the payment comes before its order is read.
    sandbox.fail({ kind: 'slow', ms: 100, path: /\/orders\// });
    const asked = shop.asked(/\/orders\//);
    sandbox.setCartEmail(id, email);
    await asked;
    sandbox.setStatus(order, 11);
    await shop.settle();
    expect(shop.checkouts).toEqual([]);
  });
});

test('a cart that was deleted is forgotten, and yields nothing more', async () => {
  const { id } = shop.cart();
  await shop.does(() => shop.sandbox.setCartEmail(id, email));
  await shop.does(() => shop.sandbox.deleteCart(id));
  expect(await shop.remembered()).toEqual([]);
  expect(await shop.source.waiting()).toEqual([]);
  expect(shop.checkouts).toHaveLength(1);
});

test('a cart that is not known yet is asked for again after a while', async () => {
  const { id } = shop.cart();
  shop.sandbox.setCartEmail(id, email);
  shop.sandbox.fail({ kind: 'status', status: 404, path: /\/checkouts\// });
  await shop.settle();
  await shop.pass(15_000);
  expect(shop.checkouts).toHaveLength(1);
});

test('what is remembered of carts that are never heard of again comes to an end', async () => {
  const { sandbox } = shop;
  const old = Array.from({ length: 30 }, () => shop.cart().id);
  await shop.does(() => old.forEach((id) => sandbox.setCartEmail(id, email)));
  expect(await shop.remembered()).toHaveLength(30);
  await shop.clock.advance(36 * day);
  for (let n = 0; n < 3; n += 1) {
    const { id } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, email));
  }
  expect(await shop.remembered()).toHaveLength(33);
  await shop.clock.advance(1.5 * day);
  // Each that is told of takes a few of the old with it, never many at a time.
  const { id } = shop.cart();
  await shop.does(() => sandbox.setCartEmail(id, email));
  expect((await shop.remembered()).length).toBeGreaterThan(10);
  for (let n = 0; n < 3; n += 1) {
    const again = shop.cart().id;
    await shop.does(() => sandbox.setCartEmail(again, email));
  }
  const left = await shop.remembered();
  expect(left.filter((key) => old.includes(key.slice(5)))).toEqual([]);
  expect(left).toHaveLength(7);
});

test('what is remembered of old carts comes to an end behind any number of new ones', async () => {
  const { sandbox } = shop;
  let count = 0;
  const uuid = (first: string) =>
    `${first}-0000-4000-8000-${String((count += 1)).padStart(12, '0')}`;
  const tell = async (ids: readonly string[]) => {
    ids.forEach((id) => shop.cart({ id }));
    await shop.does(() => ids.forEach((id) => sandbox.setCartEmail(id, email)));
  };
  const old = uuid('ffffffff');
  await tell([old]);
  await shop.clock.advance(5 * day);
  await tell(Array.from({ length: 45 }, () => uuid('00000000')));
  await shop.clock.advance(33 * day);
  // Twice around.
  for (let n = 0; n < 6; n += 1) await tell([uuid('00000000')]);
  expect(await shop.remembered()).not.toContain(`cart:${old}`);
});

describe('a cart that gets another id', () => {
  test('by a switch of currency is told of in that currency', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, email));
    await shop.does(() => sandbox.switchCurrency(id, 'EUR', '0.8'));
    expect(shop.checkouts.map(({ properties }) => properties)).toMatchObject([
      { currency: 'USD', total: 25, cart_id: id },
      { currency: 'EUR', total: 20, cart_id: expect.not.stringMatching(id) },
    ]);
    expect(await shop.remembered()).toHaveLength(1);
  });

  test('by signing in is told of with all that is in both', async () => {
    const { sandbox } = shop;
    const customerId = sandbox.addCustomer({ email }).id;
    const own = shop.cart({ customerId, lines: [{ productId: shop.book }] }).id;
    const guests = shop.cart().id;
    await shop.does(() => sandbox.signIn(guests, customerId));
    await shop.source.checkoutStarted(own);
    await shop.settle();
    expect(shop.checkouts).toMatchObject([
      { userId: String(customerId), properties: { cart_id: own, item_count: 3 } },
    ]);
  });
});

describe('in any weather', () => {
  type Deed = 'email' | 'typo' | 'add' | 'coupon' | 'abandon' | 'pay' | 'delete';
  const deed = fc.constantFrom<Deed>('email', 'typo', 'add', 'coupon', 'abandon', 'pay', 'delete');

  function doIt({ sandbox, mug }: Carts, id: string, what: Deed): void {
    if (!sandbox.carts.some((cart) => cart.id === id)) return;
    if (what === 'email') sandbox.setCartEmail(id, email);
    else if (what === 'typo') sandbox.setCartEmail(id, 'ada@exmaple.org');
    else if (what === 'add') sandbox.addToCart(id, { lines: [{ productId: mug }] });
    else if (what === 'coupon') sandbox.applyCoupon(id, { code: 'SPRING', amount: '1' });
    else if (what === 'abandon') sandbox.abandonCart(id);
    else if (what === 'delete') sandbox.deleteCart(id);
    else sandbox.setStatus(sandbox.convertCart(id).id, 11);
  }

  test('each content is told once, as it was when it was looked at, in order of time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(deed, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 5 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 12 }),
        async (rounds, dice) => {
          const before = shop.checkouts.length;
          const { id } = shop.cart();
          for (const round of rounds) {
            await shop.clock.advance(1_000);
            await shop.weather(
              () => round.forEach((what) => doIt(shop, id, what)),
              // Some come twice, all in some other order; the last of a round always comes.
              (pending) =>
                [...pending, ...pending.filter((_, i) => (dice[i % dice.length] ?? 0) % 3 === 0)]
                  .map((one, i) => ({ one, at: dice[i % dice.length] ?? 0 }))
                  .toSorted((a, b) => a.at - b.at)
                  .map(({ one }) => one),
            );
          }
          await shop.pass(60_000);
          const told = shop.checkouts.slice(before);
          const ids = told.map(({ messageId }) => messageId);
          expect(new Set(ids).size).toBe(ids.length);
          const times = told.map(({ timestamp }) => String(timestamp));
          expect(times).toEqual(times.toSorted());
          expect(new Set(times.map((time) => time.slice(0, 19))).size).toBe(times.length);
          const left = shop.sandbox.carts.find((cart) => cart.id === id);
          expect(await shop.source.waiting()).toEqual([]);
          // Whoever is still there with an email is known as they are now; whoever is gone is forgotten.
          const now = left && left.email !== '' ? [`${left.email} ${left.cart_amount}`] : [];
          const known = told.map(
            ({ context, properties }) =>
              `${String(context?.traits?.['email'])} ${String(properties?.['total'])}`,
          );
          expect(known).toEqual(expect.arrayContaining(now));
          const remembered = (await shop.remembered()).includes(`cart:${id}`);
          expect(remembered).toBe(left !== undefined && told.length > 0);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('an API that fails for a while delays a checkout and loses none', async () => {
    const { sandbox } = shop;
    sandbox.fail({ kind: 'status', status: 503, path: /\/checkouts\// }, 3);
    const { id } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, email));
    expect(shop.checkouts).toEqual([]);
    expect(await shop.source.waiting()).toMatchObject([{ kind: 'cart', id }]);
    await shop.pass(5 * 60_000);
    expect(shop.checkouts).toHaveLength(1);
  });

  test('a process that is replaced tells nothing twice, and goes on waiting', async () => {
    const { sandbox } = shop;
    const { id } = shop.cart();
    await shop.does(() => sandbox.setCartEmail(id, email));
    const customerId = sandbox.addCustomer({ email: 'bo@example.org' }).id;
    const other = shop.cart({ customerId }).id;
    await shop.settle();
    await shop.restart();
    await shop.settle();
    sandbox.setBillingAddress(other, { city: 'Leeds' });
    await shop.does(() => sandbox.abandonCart(id));
    await shop.pass(60_000);
    expect(shop.checkouts.map(({ properties }) => properties?.['cart_id'])).toEqual([id, other]);
  });
});
