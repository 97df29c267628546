import type { Clock, Logger } from '@millrace/core';
import type { Api } from '../api/api.ts';
import { present } from '../present.ts';
import type { StoreProfile } from '../store/profile.ts';
import type { Tally } from '../tally.ts';
import { atSite } from './at-site.ts';
import type { Catalog, CatalogProduct } from './catalog.ts';
import type { RememberedProduct } from './catalog-product.ts';
import { Deadline } from './deadline.ts';
import {
  type NamedCategory,
  readBrands,
  readCategories,
  readProducts,
  readSites,
  readTrees,
} from './reads.ts';
import { type Read, Shelf } from './shelf.ts';
import { Spell } from './spell.ts';

export interface LookUpOptions {
  readonly api: Api;
  readonly store: StoreProfile;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly tally: Pick<Tally, 'count'>;
  /** How long one look-up may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Gives up what is under way, when the source stops. */
  readonly closing: AbortSignal;
}

const minute = 60_000;
const hour = 60 * minute;

/** BigCommerce: the first channel of a store has this id. */
const firstChannel = 1;

/** What of a channel decides how products are shown on it. */
interface Place {
  readonly siteUrl: string | undefined;
  readonly trees: ReadonlySet<number> | undefined;
  readonly isComplete: boolean;
}

/**
 * The catalogue by look-ups in BigCommerce. A product is remembered for a quarter of an hour, since not every change of
 * one brings a webhook: a new picture does not.
 */
export function catalogLookUps(options: LookUpOptions): Catalog {
  const { api, store, clock, logger, tally, timeoutMs, closing } = options;
  const shelf = <T>(what: string, read: Read<T>, freshMs: number, sizeOf?: (value: T) => number) =>
    new Shelf({
      ...present({ sizeOf }),
      read,
      freshMs,
      clock,
      closing,
      spell: new Spell(logger, what),
    });
  const products = shelf('products', readProducts(api), 15 * minute, weight);
  const brands = shelf('brands', readBrands(api), 6 * hour);
  const categories = shelf('categories', readCategories(api), 6 * hour);
  const trees = shelf('category trees', readTrees(api), 6 * hour);
  const sites = shelf('sites', readSites(api), hour);

  /** A channel without a site or a tree of its own, such as a marketplace, is shown as the default one. */
  async function placeOf(channelId: number | undefined, deadline: Deadline): Promise<Place> {
    if (channelId === undefined) return placeOf(await defaultChannel(deadline), deadline);
    const id = String(channelId);
    const [site, tree] = await Promise.all([sites.get([id], deadline), trees.get([id], deadline)]);
    const own = {
      siteUrl: site.values.get(id),
      trees: tree.values.get(id),
      isComplete: site.isComplete && tree.isComplete,
    };
    if (own.siteUrl !== undefined && own.trees !== undefined) return own;
    const main = await defaultChannel(deadline);
    // While its own are not known, nothing is better than what is another storefront's.
    if (!own.isComplete || main === channelId) return own;
    const { siteUrl, trees: theirs, isComplete } = await placeOf(main, deadline);
    return { siteUrl: own.siteUrl ?? siteUrl, trees: own.trees ?? theirs, isComplete };
  }

  async function defaultChannel(deadline: Deadline): Promise<number> {
    const asked = store.information(closing).catch(() => undefined);
    if (!(await deadline.meets(asked))) return firstChannel;
    return (await asked)?.defaultChannelId ?? firstChannel;
  }

  async function look(ids: readonly string[], channelId: number | undefined, deadline: Deadline) {
    const [found, place] = await Promise.all([
      products.get(ids, deadline),
      placeOf(channelId, deadline),
    ]);
    const each = [...found.values.values()];
    const [brand, category] = await Promise.all([
      brands.get(unique(each.flatMap(({ brandId }) => brandId ?? [])), deadline),
      categories.get(unique(each.flatMap(({ categoryIds }) => categoryIds)), deadline),
    ]);
    const parts = [found.isComplete, place.isComplete, brand.isComplete, category.isComplete];
    if (!parts.every(Boolean) && !deadline.wasCut) tally.count('lookUpsFailed');
    const known = { brands: brand.values, categories: category.values, place };
    return new Map(each.map((product) => [product.id, shown(product, known)]));
  }

  return {
    async products(ids, channelId, signal) {
      const wanted = unique(ids.filter((id) => /^[1-9]\d{0,15}$/.test(id)));
      if (wanted.length === 0) return new Map();
      const deadline = new Deadline(clock, timeoutMs, signal);
      try {
        return await look(wanted, channelId, deadline);
      } finally {
        deadline.end();
      }
    },
    forget(what) {
      if (typeof what === 'object') return products.forget(what.product);
      const everything = [products, brands, categories, trees, sites];
      for (const each of what === 'categories' ? [categories, trees] : everything) each.forget();
    },
  };
}

interface Known {
  readonly brands: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, NamedCategory>;
  readonly place: Place;
}

function shown(product: RememberedProduct, { brands, categories, place }: Known): CatalogProduct {
  const names = product.categoryIds.flatMap((id) => {
    const category = categories.get(id);
    return category && place.trees?.has(category.treeId) ? [category.name] : [];
  });
  return {
    ...present({
      name: product.name,
      url: atSite(place.siteUrl, product.path),
      imageUrl: product.imageUrl,
      brand: product.brandId === undefined ? undefined : brands.get(product.brandId),
    }),
    categories: unique(names),
    variants: new Map([...product.variants].map(([id, variant]) => [id, present(variant)])),
  };
}

const weight = ({ variants }: RememberedProduct): number => 1 + variants.size;

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)];
