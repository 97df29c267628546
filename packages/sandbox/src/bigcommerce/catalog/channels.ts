import { counter } from '../ids.ts';

/** Where the store sells: a storefront, or a marketplace, which has neither a site nor a tree of categories. */
export interface Channel {
  readonly id: number;
  readonly name: string;
  readonly type: 'storefront' | 'marketplace';
  readonly platform: string;
  readonly site: { readonly id: number; readonly url: string } | undefined;
  readonly treeId: number | undefined;
  /** Its default currency; the store's when absent. */
  readonly currency: string | undefined;
  readonly createdAt: number;
}

/** What `addChannel` takes. */
export interface NewChannel {
  readonly name: string;
  /** `storefront` when absent. */
  readonly type?: Channel['type'] | undefined;
  /** The address of its site, without a trailing slash: for a storefront. Made from the name when absent. */
  readonly url?: string | undefined;
  readonly currency?: string | undefined;
}

export const DEFAULT_CHANNEL_ID = 1;
const DEFAULT_SITE_ID = 1000;

/** The channels of the store: the default one, and those that were added. */
export class Channels {
  readonly byId = new Map<number, Channel>();
  readonly #nextId = counter(664177);
  readonly #nextSiteId = counter(DEFAULT_SITE_ID + 1);
  readonly #nextTreeId = counter(2);
  readonly #now: () => number;

  constructor(defaultUrl: string, now: () => number) {
    this.#now = now;
    this.byId.set(DEFAULT_CHANNEL_ID, {
      id: DEFAULT_CHANNEL_ID,
      name: 'Sandbox',
      type: 'storefront',
      platform: 'bigcommerce',
      site: { id: DEFAULT_SITE_ID, url: defaultUrl },
      treeId: 1,
      currency: undefined,
      createdAt: now(),
    });
  }

  add({ name, type = 'storefront', url, currency }: NewChannel): Channel {
    const id = this.#nextId();
    const isStorefront = type === 'storefront';
    const siteUrl = url ?? `https://channel-${id}.example.com`;
    const channel: Channel = {
      id,
      name,
      type,
      platform: isStorefront ? 'catalyst' : 'custom',
      site: isStorefront ? { id: this.#nextSiteId(), url: siteUrl } : undefined,
      treeId: isStorefront ? this.#nextTreeId() : undefined,
      currency,
      createdAt: this.#now(),
    };
    this.byId.set(id, channel);
    return channel;
  }

  get(id: number): Channel {
    const channel = this.byId.get(id);
    if (!channel) throw new RangeError(`The sandbox has no channel ${id}`);
    return channel;
  }

  /** The tree a category of this channel goes into. */
  treeOf(id: number): number {
    const { treeId, name } = this.get(id);
    if (treeId === undefined) throw new RangeError(`The channel ${name} has no categories`);
    return treeId;
  }
}
