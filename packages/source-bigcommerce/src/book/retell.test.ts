import { createPipeline, memoryStore } from '@millrace/core';
import { bigcommerceSandbox } from '@millrace/sandbox';
import { expect, it, onTestFinished } from 'vitest';
import { bigcommerce } from '../bigcommerce.ts';
import { memorySourceContext } from '@millrace/core/testing';
import { Lock } from '../lock.ts';
import { Inbox } from '../memory/inbox.ts';
import { orderKey } from '../memory/keys.ts';
import type { Subject } from '../subject.ts';
import { retell } from './retell.ts';

const told = { at: '2026-07-10T12:00:00.000Z', value: '5', properties: {} };

function memory() {
  const context = memorySourceContext();
  const added: Subject[] = [];
  const inbox = new Inbox(context);
  const lock = new Lock<string>();
  const add = (subject: Subject): void => void added.push(subject);
  return { context, inbox, lock, added, parts: { storeHash: 'abc123', context, inbox, lock, add } };
}

it('forgets the facts that are named, and no others, in the commit that has the order looked at', async () => {
  const { context, inbox, added, parts } = memory();
  const facts = { placed: told, 'refund:3': told, 'refund:4': told };
  await context.commit([], [{ key: orderKey('1001'), value: { seen: told.at, facts } }]);

  const ids = ['placed', 'refund:3'].map((key) => `bigcommerce:abc123:order:1001:${key}`);
  expect(
    await retell(
      ids.map((messageId) => ({ messageId })),
      parts,
    ),
  ).toEqual(ids);

  expect(context.commits).toHaveLength(2);
  expect(await context.recall(orderKey('1001'))).toEqual({
    seen: told.at,
    facts: { 'refund:4': told },
    again: { placed: told, 'refund:3': told },
  });
  expect(await inbox.take({ kind: 'order', id: '1001' })).toMatchObject({ notices: 1 });
  expect(added).toEqual([{ kind: 'order', id: '1001' }]);
});

it('has an order looked at of which nothing was ever told', async () => {
  const { context, inbox, parts } = memory();
  await retell([{ messageId: 'bigcommerce:abc123:order:7:placed' }], parts);
  expect(await inbox.take({ kind: 'order', id: '7' })).toBeDefined();
  expect(await context.recall(orderKey('7'))).toBeUndefined();
});

it('leaves what is of another store, or no fact of an order', async () => {
  const { context, parts } = memory();
  const others = ['bigcommerce:xyz456:order:7:placed', 'bigcommerce:abc123:cart:7', 'placed:7'];
  expect(
    await retell(
      others.map((messageId) => ({ messageId })),
      parts,
    ),
  ).toEqual([]);
  expect(context.commits).toEqual([]);
});

it('waits for whoever looks at the order', async () => {
  const { context, lock, parts } = memory();
  let release = (): void => undefined;
  const looking = lock.run(
    'order:0000000000000007',
    () => new Promise<void>((done) => (release = done)),
  );
  const telling = retell([{ messageId: 'bigcommerce:abc123:order:7:placed' }], parts);
  await new Promise(setImmediate);
  expect(context.commits).toEqual([]);
  release();
  await Promise.all([looking, telling]);
  expect(context.commits).toHaveLength(1);
});

it('tells a fact again with the id that it had, which a pipeline that has it takes for a duplicate', async () => {
  const store = await bigcommerceSandbox({ requestQuota: 100_000 });
  const { storeHash, accessToken, clientSecret, url } = store;
  const source = bigcommerce({ storeHash, accessToken, clientSecret, endpoint: url, poll: false });
  const pipeline = await createPipeline({ store: memoryStore(), sources: [source] });
  onTestFinished(async () => {
    await pipeline.close();
    await store.close();
  });
  await pipeline.start();
  const { id } = store.placeOrder({
    lines: [{ name: 'Lamp', quantity: 1, price: '5' }],
    email: 'ana@kelpwood.co',
    statusId: 11,
  });
  const fact = {
    event: 'Order Completed',
    order: String(id),
    messageId: `bigcommerce:${storeHash}:order:${id}:placed`,
  };
  for (const duplicates of [0, 1]) {
    const answers: string[] = [];
    const subscription = pipeline.activity$.subscribe(({ type }) => answers.push(type));
    await source.retell([fact]);
    await expect.poll(() => source.waiting()).toEqual([]);
    subscription.unsubscribe();
    expect(answers.filter((type) => type === 'duplicate')).toHaveLength(duplicates);
    // And who the guest is, once.
    expect(pipeline.stats().events).toBe(2);
  }
});
