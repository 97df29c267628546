import { manualClock, type ManualClock } from '@millrace/core/testing';
import { bigcommerceSandbox, type BigCommerceSandbox } from '@millrace/sandbox';
import { catalogFeed, type CatalogFeed, type CatalogFeedSettings } from '../src/index.ts';
import { Traffic } from './traffic.ts';

/** An item as a reader of the feed finds it. */
export type ReadItem = Readonly<Record<string, unknown>>;

/** A store and the feed of its catalogue, on one clock, which goes on by itself while somebody waits. */
export interface FeedShop {
  readonly sandbox: BigCommerceSandbox;
  readonly clock: ManualClock;
  readonly feed: CatalogFeed;
  /** What was logged: its level and its words. */
  readonly log: string[];
  /** Resolves as `work` does, and lets time pass as long as that waits for nothing but time. */
  drive<T>(work: Promise<T>): Promise<T>;
  /** The answer to a GET with the token. */
  get(path?: string, init?: RequestInit): Promise<Response>;
  /** All items of the JSON feed. */
  items(): Promise<readonly ReadItem[]>;
  /** Resolves when no request to BigCommerce is under way. */
  quiet(): Promise<void>;
  /** The pages of products that were asked for so far. */
  pages(): number;
  close(): Promise<void>;
}

export const token = 'a-token-of-the-tests';

export async function openFeedShop(settings: Partial<CatalogFeedSettings> = {}): Promise<FeedShop> {
  const clock = manualClock();
  const traffic = new Traffic();
  const sandbox = await bigcommerceSandbox({ now: () => clock.now(), requestQuota: 100_000 });
  const log: string[] = [];
  const write = (level: string) => (_fields: object, message: string) => {
    log.push(`${level}: ${message}`);
  };
  let pages = 0;
  const { storeHash, accessToken, url: endpoint } = sandbox;
  const feed = catalogFeed(
    {
      storeHash,
      accessToken,
      endpoint,
      token,
      fetch: (input, init) => {
        const { pathname } = new URL(input instanceof Request ? input.url : input);
        if (pathname.endsWith('/catalog/products')) pages += 1;
        return traffic.fetch(input, init);
      },
      logger: {
        debug: write('debug'),
        info: write('info'),
        warn: write('warn'),
        error: write('error'),
      },
      ...settings,
    },
    clock,
  );

  const shop: FeedShop = {
    sandbox,
    clock,
    feed,
    log,
    async drive(work) {
      let isOver = false;
      const over = (): void => {
        isOver = true;
      };
      void work.then(over, over);
      for (;;) {
        await traffic.idle();
        if (isOver) return work;
        await clock.advance(1_000);
      }
    },
    get: (path = '/feed', init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Basic ${btoa(`klaviyo:${token}`)}`);
      const request = new Request(`https://shop.example${path}`, { ...init, headers });
      return shop.drive(feed.handle(request));
    },
    async items() {
      const response = await shop.get();
      return JSON.parse(await shop.drive(response.text())) as readonly ReadItem[];
    },
    quiet: traffic.idle,
    pages: () => pages,
    close: () => sandbox.close(),
  };
  return shop;
}

export const towelImage = 'https://cdn.example.com/towel.jpg';

/** Something to be in the feed. */
export function addTowel({ sandbox }: FeedShop, more: object = {}) {
  return sandbox.addProduct({ name: 'Towel', price: '10', imageUrl: towelImage, ...more });
}
