import { describe, expect, it } from 'vitest';
import { openShop, seen } from '../../test/book-shop.ts';
import { urlOf } from '../../test/traffic.ts';

describe('the book of a store, of refunds,', () => {
  it('has a refund that did not change its order', async () => {
    const listsNothing: typeof fetch = async (input, init) =>
      urlOf(input).includes('/v2/orders?')
        ? new Response(null, { status: 204 })
        : fetch(input, init);
    const shop = await openShop({ fetch: listsNothing });
    const id = shop.order();
    const refund = shop.store.refundOrder(id);
    const entries = await shop.read('Order Refunded');
    expect(seen(entries)).toEqual([`${id}_${refund.id} 2026-07-10T12:00:00.000Z 25.49 USD`]);
    expect(await shop.read('Order Refunded', '2026-08-01', '2026-09-01')).toEqual([]);
  });

  it('says which refund cannot be understood, and has the others, and what was told', async () => {
    const spoilt = new Set<number>();
    const shop = await openShop({
      fetch: async (input, init) => {
        const answer = await fetch(input, init);
        if (!urlOf(input).includes('/refunds?') || answer.status !== 200) return answer;
        const body = (await answer.json()) as { readonly data: { readonly id: number }[] };
        const data = body.data.map((one) =>
          spoilt.has(one.id) ? { ...one, total_amount: 'much' } : one,
        );
        return Response.json({ ...body, data }, answer);
      },
    });
    const [told, bad, good] = [shop.order(), shop.order(), shop.order()];
    const before = shop.store.refundOrder(told);
    await shop.tell();
    const [strange, fine] = [shop.store.refundOrder(bad), shop.store.refundOrder(good)];
    for (const { id } of [before, strange]) spoilt.add(id);

    const entries = await shop.read('Order Refunded');
    expect(seen(entries).toSorted()).toEqual([
      `${told}_${before.id} 2026-07-10T12:00:00.000Z 25.49 USD`,
      `${bad}_${strange.id} 2026-07-10T12:00:00.000Z passed over`,
      `${good}_${fine.id} 2026-07-10T12:00:00.000Z 25.49 USD`,
    ]);
    const passed = entries.find(({ note }) => note !== undefined);
    expect(passed?.note?.text).toContain('total_amount');
  });

  it('says of a refund whose order is gone that it was passed over', async () => {
    let gone = 0;
    const shop = await openShop({
      fetch: async (input, init) =>
        urlOf(input).includes(`/v2/orders/${gone}?`)
          ? Response.json([{ status: 404, message: 'Not found.' }], { status: 404 })
          : urlOf(input).includes('/v2/orders?')
            ? new Response(null, { status: 204 })
            : fetch(input, init),
    });
    gone = shop.order();
    const { id } = shop.store.refundOrder(gone);
    expect(seen(await shop.read('Order Refunded'))).toEqual([
      `${gone}_${id} 2026-07-10T12:00:00.000Z passed over`,
    ]);
  });
});
