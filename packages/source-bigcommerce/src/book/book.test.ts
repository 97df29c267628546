import type { Draft, Entry } from '@millrace/core';
import { memorySourceContext } from '@millrace/core/testing';
import { describe, expect, it } from 'vitest';
import { openShop, seen } from '../../test/book-shop.ts';
import { bigcommerce } from '../bigcommerce.ts';

describe('the book of a store', () => {
  it('has what is to be told of orders, before anything was told', async () => {
    const shop = await openShop();
    const id = shop.order({ currency: 'EUR' });
    shop.order({ statusId: 7 });
    shop.at('2026-07-12T12:00:00Z');
    shop.store.setStatus(id, 2);
    const refund = shop.store.refundOrder(id, { amount: '5', keepStatus: true });

    expect(seen(await shop.read('Order Completed'))).toEqual([
      `${id} 2026-07-10T12:00:00.000Z 25.49 EUR`,
    ]);
    expect(seen(await shop.read('Order Fulfilled'))).toEqual([
      `${id} 2026-07-12T12:00:00.000Z 25.49 EUR`,
    ]);
    expect(seen(await shop.read('Order Refunded'))).toEqual([
      `${id}_${refund.id} 2026-07-12T12:00:00.000Z 5 EUR`,
    ]);
    expect(await shop.read('Order Cancelled')).toEqual([]);
    expect(await shop.read('Survey Answered')).toEqual([]);
  });

  it('tells each as the event that tells it', async () => {
    const shop = await openShop();
    const id = shop.order();
    shop.store.refundOrder(id);
    const before = [
      ...(await shop.read('Order Completed')),
      ...(await shop.read('Order Refunded')),
    ];
    await shop.tell();
    const after = [...(await shop.read('Order Completed')), ...(await shop.read('Order Refunded'))];

    expect(after).toEqual(before);
    const drafts = shop.context.accepted as readonly Draft<'track'>[];
    for (const { messageId, told, at } of after) {
      const draft = drafts.find((each) => each.messageId === messageId);
      expect(draft).toMatchObject({ event: told?.event, timestamp: at });
      expect(draft?.properties).toMatchObject(told?.properties ?? {});
    }
  });

  it('is worth what was told, and says what was edited since', async () => {
    const shop = await openShop();
    const { productId } = shop;
    const id = shop.order({
      lines: [
        { productId, quantity: 1 },
        { productId, quantity: 1, price: '9.50' },
      ],
    });
    await shop.tell();
    shop.store.editOrder(id, { remove: [shop.store.order(id).products[0]?.id ?? 0] });
    const [entry] = await shop.read('Order Completed');

    expect(entry).toMatchObject({
      value: '34.99',
      note: { kind: 'edited', text: expect.stringContaining('34.99 USD then, 9.5 USD now') },
      told: { properties: { total: 34.99, products: [{ price: 25.49 }, { price: 9.5 }] } },
      today: { properties: { total: 9.5, products: [{ price: 9.5 }] } },
    });
  });

  it('keeps what was told and is not so any more, and says so', async () => {
    const shop = await openShop();
    const [back, reopened, archived, sent] = [
      shop.order(),
      shop.order(),
      shop.order(),
      shop.order(),
    ];
    await shop.tell();
    shop.store.setStatus(reopened, 5);
    shop.store.setStatus(sent, 2);
    await shop.tell();
    shop.at('2026-07-20T12:00:00Z');
    shop.store.setStatus(back, 7);
    shop.store.setStatus(reopened, 11);
    shop.store.archiveOrder(archived);
    shop.store.setStatus(sent, 9);

    const notes = (entries: readonly Entry[]) =>
      entries.map(({ key, note }) => [Number(key), note?.kind]);
    expect(notes(await shop.read('Order Completed'))).toEqual([
      [back, 'reversed'],
      [reopened, undefined],
      [sent, undefined],
      [archived, 'archived'],
    ]);
    expect(notes(await shop.read('Order Cancelled'))).toEqual([[reopened, 'reversed']]);
    expect(notes(await shop.read('Order Fulfilled'))).toEqual([[sent, 'reversed']]);
  });

  it('says which orders name nobody', async () => {
    const shop = await openShop();
    const id = shop.order({ email: '' });
    const { id: customerId } = shop.store.addCustomer({ email: 'ben@kelpwood.co' });
    const known = shop.order({ customerId, email: '' });
    expect(
      (await shop.read('Order Completed')).map(({ key, note }) => [Number(key), note?.kind]),
    ).toEqual([
      [id, 'no address'],
      [known, undefined],
    ]);
  });

  it('has only what lies in the stretch of time, whenever the order was made', async () => {
    const shop = await openShop();
    shop.at('2026-06-15T12:00:00Z');
    const old = shop.order();
    shop.at('2026-06-30T23:59:59Z');
    shop.order();
    shop.at('2026-07-01T00:00:00Z');
    const first = shop.order();
    shop.at('2026-07-31T23:59:59Z');
    shop.store.setStatus(old, 2);
    shop.at('2026-08-01T00:00:00Z');
    shop.order();
    shop.store.setStatus(first, 2);

    expect((await shop.read('Order Completed')).map(({ key }) => Number(key))).toEqual([first]);
    expect((await shop.read('Order Fulfilled')).map(({ key }) => Number(key))).toEqual([old]);
  });

  it('reads any number of orders, each once, in few calls', async () => {
    const shop = await openShop();
    shop.store.seedOrders(600, (n) => ({
      lines: [{ name: 'Lamp', quantity: 1, price: `${n + 1}` }],
      email: 'ana@kelpwood.co',
      statusId: 11,
      dateCreated: Date.parse('2026-07-05T00:00:00Z') + n * 1_000,
    }));
    const entries = await shop.read('Order Completed');
    expect(new Set(entries.map(({ key }) => key)).size).toBe(600);
    expect(entries).toHaveLength(600);
    // Three full pages and an empty one of orders that are there, an empty one of archived ones.
    expect(shop.requests(/\/v2\/orders$/)).toBe(5);
    expect(shop.requests(/refunds/)).toBe(0);
  });

  it('says of an order that cannot be understood that it was passed over', async () => {
    const shop = await openShop();
    const id = shop.order();
    const good = shop.order();
    const broken: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (answer.status === 204) return answer;
      const body: unknown = await answer.json();
      const spoilt = (row: { id: number }) =>
        row.id === id ? { ...row, total_inc_tax: 'much' } : row;
      return Response.json(Array.isArray(body) ? body.map(spoilt) : body, answer);
    };
    const other = bigcommerce({
      storeHash: shop.store.storeHash,
      accessToken: shop.store.accessToken,
      clientSecret: shop.store.clientSecret,
      endpoint: shop.store.url,
      poll: false,
      fetch: broken,
    });
    other.attach(memorySourceContext());
    const found: Entry[] = [];
    const query = {
      event: 'Order Completed',
      from: '2026-07-01T00:00:00.000Z',
      until: '2026-08-01T00:00:00.000Z',
      timeZone: 'UTC',
      signal: new AbortController().signal,
    };
    for await (const entry of other.book().entries(query)) found.push(entry);
    expect(found.map(({ key, note }) => [Number(key), note?.kind])).toEqual([
      [good, undefined],
      [id, 'passed over'],
    ]);
    expect(found[1]?.note?.text).toContain('total_inc_tax');
    await other.stop?.();
  });

  it('says in which time zone the store counts its days', async () => {
    const { source, store } = await openShop();
    expect(source.book().name).toBe(`bigcommerce:${store.storeHash}`);
    expect(await source.book().timeZone(new AbortController().signal)).toBe('America/Chicago');
  });

  it('is not to be had of a source without a pipeline', () => {
    const source = bigcommerce({ storeHash: 'abc123', accessToken: 't', clientSecret: 's' });
    expect(() => source.book()).toThrow('attached to no pipeline');
  });
});
