import { describe, expect, it } from 'vitest';
import type { Draft, PipelineOptions } from '@millrace/core';
import { fakeDestination } from './support/fake-destination.ts';
import { openPipeline } from './support/pipeline.ts';

const text = 'x'.repeat(500_000);
const page = (index: number): Draft => ({
  type: 'page',
  messageId: `page-${index}`,
  userId: '42',
  properties: { text },
});
const order: Draft = {
  type: 'track',
  messageId: 'order',
  event: 'Order Completed',
  userId: '42',
  properties: { order_id: '1001', products: [] },
};

type Answer = 'accepted' | 'STORE_FULL';

/** 150 pages at once, which is more than may wait, and then an order; none is awaited before the last is called. */
async function flood(options: Pick<PipelineOptions, 'appendTimeoutMs' | 'priority'> = {}) {
  const { pipeline } = await openPipeline({
    destinations: [fakeDestination().destination],
    ...options,
  });
  const answer = (draft: Draft): Promise<Answer> =>
    pipeline.accept(draft).then(
      () => 'accepted',
      (error: { code: Answer }) => error.code,
    );
  const pages = Array.from({ length: 150 }, (_, index) => answer(page(index)));
  const last = answer(order);
  await Promise.resolve();
  const answers = { pages: await Promise.all(pages), order: await last };
  return { pipeline, answers, count: answers.pages.filter((one) => one === 'accepted').length };
}

describe('a flood of events', () => {
  it('is refused with StoreFull beyond what may wait, and an order is still taken', async () => {
    const { pipeline, answers, count } = await flood();
    expect(count).toBeGreaterThan(100);
    expect(answers.pages).toContain('STORE_FULL');
    expect(answers.order).toBe('accepted');
    expect(pipeline.stats()).toMatchObject({ events: count + 1, refused: 150 - count });
  });

  it('is refused sooner when nobody is to wait', async () => {
    const { count } = await flood({ appendTimeoutMs: 0 });
    expect(count).toBeGreaterThan(50);
    expect(count).toBeLessThan(70);
  });

  it('takes what the team says has priority', async () => {
    const { answers } = await flood({
      priority: (event) => event.type === 'page' && event.messageId === 'page-149',
    });
    expect(answers.pages.at(-1)).toBe('accepted');
    expect(answers.pages.at(-2)).toBe('STORE_FULL');
  });

  it('is no reason to refuse an order when the rule of the team throws', async () => {
    const { answers } = await flood({
      priority: () => {
        throw new Error('a mistake');
      },
    });
    expect(answers.order).toBe('accepted');
  });

  it('shows in the pressure, which is 0 when nothing waits and 1 once the pipeline is closed', async () => {
    const { pipeline } = await openPipeline({ destinations: [] });
    expect(pipeline.pressure).toBe(0);
    const call = pipeline.accept(page(0));
    await Promise.resolve();
    await Promise.resolve();
    expect(pipeline.pressure).toBeGreaterThan(0);
    await call;
    expect(pipeline.pressure).toBeLessThan(0.001);
    await pipeline.close();
    expect(pipeline.pressure).toBe(1);
  });
});
