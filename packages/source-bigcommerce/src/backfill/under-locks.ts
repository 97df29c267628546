import { silentLogger } from '@millrace/core';
import type { Api, Call } from '../api/api.ts';
import type { Catalog } from '../catalog/catalog.ts';
import type { CustomerNames } from '../customer/tell.ts';
import type { Lock } from '../lock.ts';
import type { Shop } from '../shop.ts';

/** Something would have to be asked of the store while locks are held. */
class NotRead extends Error {}

/** A shop whose answers are those that were read before, and the names that go with it. */
export interface Prepared {
  readonly shop: Shop;
  readonly names: CustomerNames;
}

/**
 * Tells something while nobody else looks at it, and asks the store for nothing meanwhile: live looks wait for a lock, and
 * must not wait for a store that does not answer the backfill, or for its share of the quota.
 *
 * So it is told twice: first without the locks, for what is asked of the store on the way, and then with them, from the
 * same answers. If what is remembered has changed in between, and something else would have to be asked, it begins again.
 *
 * @param keys of the locks.
 * @param tell the same each time but for what is remembered. It must not write.
 * @param write makes durable what was told with the locks.
 */
export async function tellUnderLocks<T>(
  { shop, names }: Prepared,
  { lock, keys }: { readonly lock: Lock<string>; readonly keys: readonly string[] },
  tell: (prepared: Prepared) => Promise<T>,
  write: (told: T) => Promise<void>,
): Promise<void> {
  const answers = new Answers();
  const kept: Prepared = { shop: answers.shop(shop), names: answers.names(names) };
  // What is worth saying is said by who tells it in the end.
  const quiet = { ...kept.shop, context: { ...shop.context, logger: silentLogger } };
  for (let isTold = false; !isTold;) {
    answers.isOpen = true;
    await tell({ ...kept, shop: quiet });
    isTold = await lock.runAll(keys, async () => {
      answers.isOpen = false;
      const told = await unlessNotRead(() => tell(kept));
      if (told === undefined) return false;
      await write(told.value);
      return true;
    });
  }
}

async function unlessNotRead<T>(
  tell: () => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await tell() };
  } catch (error) {
    if (error instanceof NotRead) return undefined;
    throw error;
  }
}

/** What the store answered to each question: each is asked once. */
class Answers {
  readonly #all = new Map<string, Promise<unknown>>();
  /** Whether what was not asked yet may be asked. */
  isOpen = true;

  shop(shop: Shop): Shop {
    return { ...shop, api: this.#api(shop.api), catalog: this.#catalog(shop.catalog) };
  }

  names({ groups, attributes }: CustomerNames): CustomerNames {
    const named = (what: string, of: CustomerNames['groups']): CustomerNames['groups'] => ({
      of: (ids, signal) => this.#once(`${what} ${ids.join()}`, () => of.of(ids, signal)),
    });
    return { groups: named('groups', groups), attributes: named('attributes', attributes) };
  }

  #api(api: Api): Api {
    return {
      get: (path, call) => this.#once(question(path, call), () => api.get(path, call)),
      send: (method, path, body, call) => api.send(method, path, body, call),
    };
  }

  #catalog(catalog: Catalog): Catalog {
    return {
      products: (ids, channel, signal) =>
        this.#once(`products ${channel} ${ids.join()}`, () =>
          catalog.products(ids, channel, signal),
        ),
      forget: (what) => catalog.forget(what),
    };
  }

  #once<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#all.get(what);
    if (known !== undefined) return known as Promise<T>;
    if (!this.isOpen) return Promise.reject(new NotRead());
    const answer = ask();
    this.#all.set(what, answer);
    return answer;
  }
}

const question = (path: string, { query = {} }: Call): string => `${path} ${JSON.stringify(query)}`;
