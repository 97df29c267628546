import { memorySourceContext } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { order } from '../../test/orders.ts';
import type { Insistent } from '../api/insist.ts';
import { orderPages } from './order-list.ts';

test('a page is as old as the request for it, and not as its answer', async () => {
  const context = memorySourceContext();
  const asked = context.clock.now();
  const api: Pick<Insistent, 'page'> = {
    page: async (_, { query = {} }) => {
      await context.clock.advance(5_000);
      return { body: query['min_id'] === 1 ? [order()] : [], limit: 250 };
    },
  };
  const { signal } = new AbortController();
  const call = { until: '2026-04-01T00:00:00.000Z', cursor: undefined, again: false, signal };
  for await (const page of orderPages(api as Insistent, context, call)) {
    expect(page).toMatchObject({ readAt: asked, orders: [{ id: 1001 }] });
  }
  expect(context.clock.now()).toBe(asked + 10_000);
});
