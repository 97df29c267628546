import { describe, expect, test } from 'vitest';
import { bundle } from '../../test/bundles.ts';
import { refund } from '../../test/orders.ts';
import { openTelling } from '../../test/telling.ts';
import type { OrderTelling } from './tell.ts';

describe('history', () => {
  const marked = ({ drafts }: Pick<OrderTelling, 'drafts'>) =>
    drafts.map(({ context }) => context?.backfill === true);

  test('is what was before the source was there', async () => {
    const { look } = openTelling('2026-03-04T00:00:00.000Z');
    expect(marked(await look(bundle({}, { refunds: [refund()] })))).toEqual([true, false]);
  });

  test('is not an old order that was looked at before it was placed', async () => {
    const { look } = openTelling('2026-03-04T00:00:00.000Z');
    await look(bundle({ status_id: 7 }));
    expect(marked(await look(bundle()))).toEqual([false]);
  });

  test('is not what happened in the second of the start', async () => {
    const { look } = openTelling('2026-03-03T10:11:12.700Z');
    expect(marked(await look(bundle({ status_id: 9 })))).toEqual([false]);
  });

  test('is not an order of the last days before whose payment has arrived since', async () => {
    const { look } = openTelling('2026-03-05T09:00:00.000Z');
    const paid = bundle({ date_modified: 'Fri, 06 Mar 2026 08:00:00 +0000' });
    expect(marked(await look(paid))).toEqual([false]);
  });

  test.each([
    ['was not changed since', {}, '2026-03-05T09:00:00.000Z'],
    [
      'is too old to wait for a payment',
      { date_modified: 'Fri, 06 Mar 2026 20:00:00 +0000' },
      '2026-03-06T12:00:00.000Z',
    ],
    [
      'has gone further than to be paid',
      { date_modified: 'Fri, 06 Mar 2026 08:00:00 +0000', status_id: 9 },
      '2026-03-05T09:00:00.000Z',
    ],
  ])('is an older order that %s', async (_, more, start) => {
    const { look } = openTelling(start);
    expect(marked(await look(bundle(more)))).toEqual([true]);
  });

  test('is all that a backfill tells', async () => {
    const { look } = openTelling();
    expect(marked(await look(bundle({ status_id: 2 }), { history: true }))).toEqual([true, true]);
  });

  test('is all of an order that was brought over from another platform', async () => {
    const { look } = openTelling();
    expect(marked(await look(bundle({ status_id: 2, external_source: 'M-MIG' })))).toEqual([
      true,
      true,
    ]);
  });
});
