import { rfc3339 } from '../dates.ts';
import { type DecimalText, jsonNumber } from '../money.ts';
import { type Group, Groups } from './groups.ts';
import { presentation } from './presentation.ts';
import type { NewProduct, Product, ProductImage, ProductVariant } from './product.ts';

/** A product with what the catalog API does not show of it, or only when asked to include it. */
export interface CatalogEntry {
  readonly product: Product;
  readonly price: DecimalText;
  readonly costPrice: DecimalText;
  readonly brand: string;
  readonly image: ProductImage | undefined;
  readonly variant: ProductVariant;
}

const FIRST_PRODUCT_ID = 77;
const FIRST_VARIANT_ID = 345;

/** The products of the store, and the brands and categories they are in. */
export class Catalog {
  readonly entries = new Map<number, CatalogEntry>();
  readonly brands = new Groups(35, (name) => `/brands/${slug(name)}/`);
  readonly categories = new Groups(18, (name) => `/${slug(name)}/`);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(input: NewProduct): CatalogEntry {
    const id = FIRST_PRODUCT_ID + this.entries.size;
    const brand = input.brand === undefined ? undefined : this.brands.named(input.brand);
    const categories = (input.categories ?? []).map((name) => this.categories.named(name));
    const product = toProduct(id, input, { brand, categories, date: rfc3339(this.#now()) });
    const entry: CatalogEntry = {
      product,
      price: input.price,
      costPrice: input.costPrice ?? '0',
      brand: brand?.name ?? '',
      image: input.imageUrl === undefined ? undefined : toImage(product, input.imageUrl),
      variant: toBaseVariant(product, input.imageUrl ?? ''),
    };
    this.entries.set(id, entry);
    return entry;
  }

  /** For the sandbox's own user: the API answers unknown ids with less, never with an error. */
  get(id: number): CatalogEntry {
    const entry = this.entries.get(id);
    if (!entry) throw new RangeError(`The sandbox has no product ${id}`);
    return entry;
  }
}

function toProduct(
  id: number,
  input: NewProduct,
  more: { brand: Group | undefined; categories: readonly Group[]; date: string },
): Product {
  const price = jsonNumber(input.price);
  return {
    ...presentation,
    id,
    name: input.name,
    type: input.type ?? 'physical',
    sku: input.sku ?? '',
    upc: input.upc ?? '',
    description: input.description ?? '',
    price,
    cost_price: jsonNumber(input.costPrice ?? '0'),
    calculated_price: price,
    categories: more.categories.map((category) => category.id),
    brand_id: more.brand?.id ?? 0,
    is_visible: input.isVisible ?? true,
    date_created: more.date,
    date_modified: more.date,
    custom_url: {
      url: input.path ?? `/${slug(input.name)}/`,
      is_customized: input.path !== undefined,
    },
    base_variant_id: FIRST_VARIANT_ID + id - FIRST_PRODUCT_ID,
  };
}

function toImage(product: Product, url: string): ProductImage {
  return {
    id: product.id,
    product_id: product.id,
    is_thumbnail: true,
    sort_order: 0,
    description: product.name,
    image_file: new URL(url).pathname.slice(1),
    url_zoom: url,
    url_standard: url,
    url_thumbnail: url,
    url_tiny: url,
    date_modified: product.date_modified,
  };
}

function toBaseVariant(product: Product, imageUrl: string): ProductVariant {
  return {
    id: product.base_variant_id,
    product_id: product.id,
    sku: product.sku,
    price: null,
    sale_price: null,
    retail_price: null,
    cost_price: null,
    calculated_price: product.calculated_price,
    image_url: imageUrl,
    option_values: [],
  };
}

function slug(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
