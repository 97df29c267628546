import { createPipeline, memoryStore, type Destination } from '@millrace/core';
import { klaviyoSandbox, type KlaviyoSandbox } from '@millrace/sandbox';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { klaviyo } from '../klaviyo.ts';

let sandbox: KlaviyoSandbox;
beforeAll(async () => {
  sandbox = await klaviyoSandbox({ rateLimits: false });
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Delivers 200 coupons, of which one has a property that Klaviyo finds fault with. */
async function deliver(fetch: typeof globalThis.fetch) {
  const { apiKey, url: endpoint } = sandbox;
  const destination: Destination = klaviyo({ apiKey, endpoint, fetch, checkAtStart: false });
  // Without the limits of an account, which would make this slow.
  const lanes = { ...destination.lanes, events: { maxOperations: 1_000, concurrency: 4 } };
  const pipeline = await createPipeline({
    store: memoryStore(),
    destinations: [{ ...destination, lanes }],
  });
  await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      pipeline.track({
        messageId: `m-${n}`,
        userId: `${n}`,
        event: 'Coupon Applied',
        context: { traits: { email: `u${n % 7}@kelpwood.co` } },
        properties: { coupon_id: n === 123 ? 'poison' : 'SUMMER' },
      }),
    ),
  );
  await pipeline.start();
  await pipeline.flush();
  const letters = await pipeline.deadLetters();
  return { report: await pipeline.close(), letters };
}

const isPoison = (init: RequestInit | undefined): boolean =>
  typeof init?.body === 'string' && init.body.includes('poison');

it('one bad event of 200 is found by halving, and is the only one that is not delivered', async () => {
  let refusals = 0;
  const { report, letters } = await deliver(async (input, init) => {
    if (!isPoison(init)) return fetch(input, init);
    refusals += 1;
    return new Response('{"errors":[{"detail":"No."}]}', { status: 400 });
  });

  expect(report).toMatchObject({ delivered: 199, dead: 1, pending: 0 });
  expect(letters).toMatchObject([
    { event: { messageId: 'm-123' }, reason: 'Klaviyo refused it, 400: No.' },
  ]);
  expect(sandbox.events).toHaveLength(199);
  expect(refusals + sandbox.requests.length).toBeLessThanOrEqual(1 + 10);
});

it('one bad event of 200 that Klaviyo points at costs one request', async () => {
  const { report, letters } = await deliver(async (input, init) => {
    if (!isPoison(init)) return fetch(input, init);
    const { data } = JSON.parse(init?.body as string) as Bulk;
    const groups = data.attributes['events-bulk-create'].data;
    const group = groups.findIndex((one) => JSON.stringify(one).includes('poison'));
    const event = groups[group]?.attributes.events.data.findIndex((one) =>
      JSON.stringify(one).includes('poison'),
    );
    const root = '/data/attributes/events-bulk-create/data';
    const pointer = `${root}/${group}/attributes/events/data/${event}/attributes/properties`;
    const body = { errors: [{ detail: 'No.', source: { pointer } }] };
    return new Response(JSON.stringify(body), { status: 400 });
  });

  expect(report).toMatchObject({ delivered: 199, dead: 1, pending: 0 });
  expect(letters).toMatchObject([{ event: { messageId: 'm-123' } }]);
  expect(sandbox.requests).toHaveLength(1);
});

interface Bulk {
  readonly data: {
    readonly attributes: {
      readonly 'events-bulk-create': {
        readonly data: readonly {
          readonly attributes: { readonly events: { readonly data: readonly unknown[] } };
        }[];
      };
    };
  };
}
