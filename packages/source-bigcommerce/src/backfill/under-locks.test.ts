import { memorySourceContext } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import { turns } from '../../test/manual-clock.ts';
import { NotFound } from '../api/errors.ts';
import { Lock } from '../lock.ts';
import type { Shop } from '../shop.ts';
import { type Prepared, tellUnderLocks } from './under-locks.ts';

const { signal } = new AbortController();

/** A shop of which each question is noted. */
function openShop(answer: (path: string) => unknown = (path) => path) {
  const lock = new Lock<string>();
  const context = memorySourceContext();
  const asked: string[] = [];
  const said: string[] = [];
  const ask = async (what: string): Promise<unknown> => {
    asked.push(what);
    return answer(what);
  };
  const shop: Pick<Shop, 'api' | 'catalog' | 'context'> = {
    api: {
      get: (path) => ask(path),
      send: () => Promise.reject(new Error('nothing is sent')),
    },
    catalog: {
      products: async (ids) => {
        await ask(`products ${ids.join()}`);
        return new Map();
      },
      forget: () => undefined,
    },
    context: {
      ...context,
      logger: { ...context.logger, warn: (_, message) => void said.push(message) },
    },
  };
  const names = { of: async () => new Map(await ask('names').then(() => [['1', 'Retail']])) };
  const prepared = { shop, names: { groups: names, attributes: names } } as unknown as Prepared;
  return {
    lock,
    context,
    asked,
    said,
    tell: <T>(told: (prepared: Prepared) => Promise<T>, write: (told: T) => Promise<void>) =>
      tellUnderLocks(prepared, { lock, keys: ['order:1'] }, told, write),
    /** Somebody else holds the lock, as soon as nobody does. */
    hold: (work: () => Promise<void>) => lock.run('order:1', work),
  };
}

test('all that is asked is asked once, before the lock is held', async () => {
  const { tell, asked, said } = openShop();
  const written: unknown[] = [];
  await tell(
    async ({ shop, names }) => {
      shop.context.logger.warn({}, 'something is odd');
      await shop.catalog.products(['5'], 1, signal);
      await names.groups.of(['1'], signal);
      return shop.api.get('/v2/orders/1', { signal, query: { page: 2 } });
    },
    async (told) => void written.push(told),
  );
  expect(asked).toEqual(['products 5', 'names', '/v2/orders/1']);
  expect(written).toEqual(['/v2/orders/1']);
  // Once, not with each telling.
  expect(said).toEqual(['something is odd']);
});

test('what is remembered when the lock is held counts, and what it takes is asked without it', async () => {
  const free: boolean[] = [];
  const { tell, asked, hold, context } = openShop(async (path) => {
    // A live look comes, and is let in.
    if (path === '/v2/new') {
      const look = hold(async () => undefined).then(() => true);
      free.push(await Promise.race([look, turns(50).then(() => false)]));
    }
    return path;
  });
  const written: unknown[] = [];
  let isAsked = (): void => undefined;
  const firstAsked = new Promise<void>((resolve) => (isAsked = resolve));
  const live = hold(async () => {
    await firstAsked;
    await context.commit([], [{ key: 'seen', value: true }]);
  });
  await tell(
    async ({ shop }) => {
      const isNew = (await shop.context.recall('seen')) !== undefined;
      const answer = await shop.api.get(isNew ? '/v2/new' : '/v2/old', { signal });
      isAsked();
      return answer;
    },
    async (told) => void written.push(told),
  );
  await live;
  expect(asked).toEqual(['/v2/old', '/v2/new']);
  expect(written).toEqual(['/v2/new']);
  expect(free).toEqual([true]);
});

test('an error of the store is the same with the lock', async () => {
  const { tell, asked } = openShop(() => {
    throw new NotFound('/v2/orders/1');
  });
  const written: unknown[] = [];
  await tell(
    ({ shop }) => shop.api.get('/v2/orders/1', { signal }).catch(() => 'nothing'),
    async (told) => void written.push(told),
  );
  expect(written).toEqual(['nothing']);
  expect(asked).toHaveLength(1);
});

test('what is written and fails is not told again', async () => {
  const { tell } = openShop();
  let tellings = 0;
  const failing = tell(
    async () => void (tellings += 1),
    () => Promise.reject(new Error('the disk is broken')),
  );
  await expect(failing).rejects.toThrow('the disk is broken');
  expect(tellings).toBe(2);
});
