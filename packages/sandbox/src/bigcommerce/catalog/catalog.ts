import { rfc3339 } from '../dates.ts';
import { counter } from '../ids.ts';
import type { DecimalText } from '../money.ts';
import { imagesOf, productOf } from './build.ts';
import { Categories, type Category, type NewCategory } from './categories.ts';
import { type Channels, DEFAULT_CHANNEL_ID } from './channels.ts';
import { Groups } from './groups.ts';
import type { NewProduct, ProductChanges } from './new-product.ts';
import { PriceLists } from './price-lists.ts';
import type { Product, ProductImage, ProductVariant } from './product.ts';
import { slug } from './slug.ts';
import { type IdOf, variantsOf } from './variants.ts';

/** A product with what the catalog API does not show of it, or only when asked to include it. */
export interface CatalogEntry {
  readonly product: Product;
  readonly price: DecimalText;
  readonly costPrice: DecimalText;
  readonly brand: string;
  readonly image: ProductImage | undefined;
  readonly images: readonly ProductImage[];
  /** The first: of a product without options, the only one. */
  readonly variant: ProductVariant;
  readonly variants: readonly ProductVariant[];
  readonly channelIds: readonly number[];
}

/** What an entry is made of again whenever it changes. */
interface Recipe {
  readonly input: NewProduct;
  readonly createdAt: number;
  readonly idOf: IdOf;
}

const FIRST_PRODUCT_ID = 77;
const FIRST_PART_ID = 345;

/** The products of the store, the brands and categories they are in, and where they are sold for how much. */
export class Catalog {
  readonly entries = new Map<number, CatalogEntry>();
  readonly brands = new Groups(35, (name) => `/brands/${slug(name)}/`);
  readonly categories = new Categories();
  readonly channels: Channels;
  readonly priceLists: PriceLists;
  readonly #recipes = new Map<number, Recipe>();
  readonly #nextId = counter(FIRST_PRODUCT_ID);
  readonly #nextPartId = counter(FIRST_PART_ID);
  readonly #now: () => number;

  constructor(channels: Channels, now: () => number) {
    this.channels = channels;
    this.priceLists = new PriceLists(now);
    this.#now = now;
  }

  add(input: NewProduct): CatalogEntry {
    const ids = new Map<string, number>();
    const idOf = (part: string): number => {
      const known = ids.get(part) ?? this.#nextPartId();
      ids.set(part, known);
      return known;
    };
    return this.#make(this.#nextId(), { input, createdAt: this.#now(), idOf });
  }

  /** What is not said stays, and so do the ids of what stays. */
  update(id: number, changes: ProductChanges): CatalogEntry {
    const recipe = this.#recipeOf(id);
    return this.#make(id, { ...recipe, input: { ...recipe.input, ...changes } });
  }

  delete(id: number): void {
    this.#recipeOf(id);
    this.entries.delete(id);
    this.#recipes.delete(id);
  }

  addCategory({ channelId = DEFAULT_CHANNEL_ID, ...input }: NewCategory): Category {
    return this.categories.add(this.channels.treeOf(channelId), input);
  }

  /** Its products stay, without it. */
  deleteCategory(id: number): void {
    const gone = new Set(this.categories.delete(id));
    for (const [productId, { product }] of this.entries) {
      if (!product.categories.some((category) => gone.has(category))) continue;
      const categoryIds = product.categories.filter((category) => !gone.has(category));
      this.update(productId, { categories: [], categoryIds });
    }
  }

  /** For the sandbox's own user: the API answers unknown ids with less, never with an error. */
  get(id: number): CatalogEntry {
    const entry = this.entries.get(id);
    if (!entry) throw new RangeError(`The sandbox has no product ${id}`);
    return entry;
  }

  variant(id: number): ProductVariant {
    for (const { variants } of this.entries.values()) {
      const found = variants.find((variant) => variant.id === id);
      if (found) return found;
    }
    throw new RangeError(`The sandbox has no variant ${id}`);
  }

  #recipeOf(id: number): Recipe {
    this.get(id);
    return this.#recipes.get(id) as Recipe;
  }

  #make(id: number, recipe: Recipe): CatalogEntry {
    const { input, createdAt, idOf } = recipe;
    const brand = input.brand === undefined ? undefined : this.brands.named(input.brand);
    const tree = this.channels.treeOf(DEFAULT_CHANNEL_ID);
    const named = (input.categories ?? []).map((name) => this.categories.named(name, tree).id);
    const product = productOf(input, {
      id,
      brandId: brand?.id ?? 0,
      categories: [...named, ...(input.categoryIds ?? [])],
      createdAt: rfc3339(createdAt),
      modifiedAt: rfc3339(this.#now()),
      idOf,
    });
    const images = imagesOf(product, input, idOf);
    const variants = variantsOf(product, input, idOf);
    const entry: CatalogEntry = {
      product,
      price: input.price,
      costPrice: input.costPrice ?? '0',
      brand: brand?.name ?? '',
      image: images.find(({ is_thumbnail }) => is_thumbnail),
      images,
      variant: variants[0] as ProductVariant,
      variants,
      channelIds: input.channelIds ?? [DEFAULT_CHANNEL_ID],
    };
    this.entries.set(id, entry);
    this.#recipes.set(id, recipe);
    return entry;
  }
}
