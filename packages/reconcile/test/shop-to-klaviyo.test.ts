import { defineTransform } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import { repair, type Report } from '../src/index.ts';
import { openShop } from './shop.ts';

const kinds = ({ differences }: Report) =>
  differences.map(({ kind, account, order, explained }) =>
    `${kind} ${account} ${order} ${explained?.kind ?? ''}`.trim(),
  );

const totals = ({ totals }: Report) =>
  totals.map(
    ({ account, currency, source }) => `${account} ${currency}: ${source.count}, ${source.value}`,
  );

describe('a store and a Klaviyo account', () => {
  it.each([{}, { properties: 'bigcommerce' }] as const)(
    'agree on orders of every kind, in two currencies, to the cent (%o)',
    async (klaviyo) => {
      const shop = await openShop({ klaviyo });
      const { store, productId } = shop;
      const lines = [
        { productId, quantity: 3 },
        { productId, quantity: 1, price: '9.99' },
      ];
      const sent = shop.order({ lines, shipping: '4.90', taxRate: '0.0825' });
      const cancelled = shop.order({ coupons: [{ code: 'OAK', amount: '3.33' }] });
      const refunded = shop.order({ lines, currency: 'EUR', discount: '2.50' });
      shop.order({ statusId: 7 });
      shop.order({ statusId: 0 });
      const edited = shop.order({ lines });
      await shop.tell();
      shop.at('2026-07-12T12:00:00Z');
      store.setStatus(sent, 2);
      store.setStatus(cancelled, 5);
      const [first] = store.order(refunded).products;
      store.refundOrder(refunded, { items: [{ orderProductId: first?.id ?? 0, quantity: 1 }] });
      await shop.tell();
      shop.at('2026-07-13T12:00:00Z');
      store.refundOrder(refunded);
      store.setStatus(sent, 10);
      store.setStatus(cancelled, 11);
      store.editOrder(edited, { remove: [store.order(edited).products[0]?.id ?? 0] });
      await shop.tell();

      for (const depth of ['days that differ', 'every order'] as const) {
        const report = await shop.reconcile({ depth });
        expect(kinds(report)).toEqual([]);
        expect(report).toMatchObject({ agrees: true, counts: { open: 0, explained: 0 } });
        expect(report.rows.every(({ agrees }) => agrees)).toBe(true);
        expect(report.notes.map(({ order, note }) => [order, note.kind])).toEqual([
          [String(edited), 'edited'],
          [String(cancelled), 'reversed'],
        ]);
        const counts = report.totals.map(({ account, currency, source }) => [
          account,
          currency,
          source.count,
        ]);
        expect(counts).toEqual([
          ['Ordered Product', 'EUR', 2],
          ['Ordered Product', 'USD', 5],
          ['Placed Order', 'EUR', 1],
          ['Placed Order', 'USD', 3],
          ['Fulfilled Order', 'USD', 1],
          ['Cancelled Order', 'USD', 1],
          ['Refunded Order', 'EUR', 2],
        ]);
        const placed = report.totals.find(
          ({ account, currency }) => account === 'Placed Order' && currency === 'USD',
        );
        expect(Number(placed?.editedBy)).toBeLessThan(0);
      }
    },
  );

  it('is told what was lost on the way, by a repair that tells just that', async () => {
    const shop = await openShop();
    shop.order();
    await shop.tell();
    const lost = shop.order({ lines: [{ productId: shop.productId, quantity: 2 }] });
    shop.store.refundOrder(lost);

    const report = await shop.reconcile();
    expect(kinds(report)).toEqual([
      `missing Ordered Product ${lost}`,
      `missing Placed Order ${lost}`,
      `missing Refunded Order ${lost}`,
    ]);
    const { pipeline, source } = shop;
    expect((await repair(report, { pipeline, source })).dryRun).toBe(true);
    await shop.settled();
    expect(shop.mail.events.filter(({ metric }) => metric === 'Placed Order')).toHaveLength(1);

    const { steps } = await repair(report, { pipeline, source, dryRun: false });
    expect(steps.map(({ action, order }) => `${action} ${order}`)).toEqual([
      `tell again ${lost}`,
      `tell again ${lost}`,
    ]);
    await shop.settled();
    expect(await shop.reconcile()).toMatchObject({ agrees: true, differences: [] });
    expect(shop.mail.duplicates).toBe(0);
  });

  it('gets again what it has lost itself, from the pipeline', async () => {
    const shop = await openShop();
    shop.order();
    shop.order({ currency: 'EUR' });
    await shop.tell();
    shop.mail.reset();
    const report = await shop.reconcile();
    expect(report.counts.open).toBe(4);
    const { steps } = await repair(report, {
      pipeline: shop.pipeline,
      source: shop.source,
      dryRun: false,
    });
    expect(steps.map(({ action }) => action)).toEqual(['deliver again', 'deliver again']);
    await shop.settled();
    expect(await shop.reconcile()).toMatchObject({ agrees: true });
    expect(totals(await shop.reconcile())).toContain('Placed Order EUR: 1, 25.49');
  });

  it('says what somebody else has sent, and what was sent with another value', async () => {
    const shop = await openShop();
    const id = shop.order();
    const send = (uniqueId: string, value: number) =>
      fetch(`${shop.mail.url}/api/events`, {
        method: 'POST',
        headers: {
          authorization: `Klaviyo-API-Key ${shop.mail.apiKey}`,
          revision: '2026-07-15',
          'content-type': 'application/json',
        },
        body: JSON.stringify({
          data: {
            type: 'event',
            attributes: {
              metric: { data: { type: 'metric', attributes: { name: 'Placed Order' } } },
              profile: { data: { type: 'profile', attributes: { email: 'ana@kelpwood.co' } } },
              properties: { OrderId: uniqueId },
              time: '2026-07-10T12:00:00Z',
              unique_id: uniqueId,
              value,
              value_currency: 'USD',
            },
          },
        }),
      });
    // The first event of a key is the one that Klaviyo keeps.
    await send(String(id), 1);
    await send('9999', 5);
    await shop.tell();
    expect(kinds(await shop.reconcile())).toEqual([
      `value Placed Order ${id}`,
      'extra Placed Order 9999',
    ]);
  });

  it('differ with a reason where an order has no address, or waits as a dead letter', async () => {
    const broken = defineTransform({
      name: 'breaks',
      on: 'Order Completed',
      apply: (event) => {
        if (event.properties['total'] === 1_000) throw new Error('no such total');
        return event;
      },
    });
    const shop = await openShop({ transforms: [broken] });
    const nobody = shop.order({ email: '' });
    const dead = shop.order({ lines: [{ productId: shop.productId, quantity: 1, price: '1000' }] });
    await shop.tell();
    const report = await shop.reconcile();

    expect(kinds(report)).toEqual([
      `missing Ordered Product ${nobody} held`,
      `missing Ordered Product ${dead} dead letter`,
      `missing Placed Order ${nobody} held`,
      `missing Placed Order ${dead} dead letter`,
    ]);
    expect(report.counts).toEqual({ open: 2, explained: 2 });
    const { steps } = await repair(report, { pipeline: shop.pipeline, source: shop.source });
    expect(new Set(steps.map(({ action, order }) => `${action} ${order}`))).toEqual(
      new Set([`leave ${nobody}`, `replay ${dead}`]),
    );
  });

  it('count the days of the store, and are told that those of the account are others', async () => {
    const shop = await openShop({ timeZone: 'Europe/Madrid' });
    for (const time of ['2026-07-10T04:00:00Z', '2026-07-10T12:00:00Z', '2026-07-11T03:00:00Z']) {
      shop.at(time);
      shop.order();
    }
    await shop.tell();
    const report = await shop.reconcile({ events: ['Order Completed'] });

    expect(report).toMatchObject({ agrees: true, timeZone: 'America/Chicago' });
    expect(
      report.rows
        .filter(({ account }) => account === 'Placed Order')
        .map(({ day, source }) => [day, source.count]),
    ).toEqual([
      ['2026-07-09', 1],
      ['2026-07-10', 2],
    ]);
    expect(report.findings).toMatchObject([
      { kind: 'time zones differ', text: expect.stringContaining('Europe/Madrid') },
    ]);
  });

  it('agree on what was archived since it was told, and say nothing of what was archived before', async () => {
    const shop = await openShop();
    const told = shop.order();
    await shop.tell();
    shop.store.archiveOrder(told);
    shop.store.archiveOrder(shop.order());
    await shop.tell();
    const report = await shop.reconcile();
    expect(report).toMatchObject({
      agrees: true,
      notes: [{ order: String(told), note: { kind: 'archived' } }],
    });
    expect(totals(report)).toContain('Placed Order USD: 1, 25.49');
  });
});
