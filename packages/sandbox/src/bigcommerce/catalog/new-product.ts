import type { DecimalText } from '../money.ts';
import type { Availability, InventoryTracking } from './product.ts';

/** What `addProduct` takes. */
export interface NewProduct {
  readonly name: string;
  /** Before tax. */
  readonly price: DecimalText;
  readonly salePrice?: DecimalText | undefined;
  readonly retailPrice?: DecimalText | undefined;
  readonly costPrice?: DecimalText | undefined;
  readonly sku?: string | undefined;
  readonly upc?: string | undefined;
  readonly type?: 'physical' | 'digital' | undefined;
  /** By name; the brand is made when the store has none of that name. */
  readonly brand?: string | undefined;
  /** By name, in the tree of the default channel; a category is made when that tree has none of that name. */
  readonly categories?: readonly string[] | undefined;
  /** By id, as `addCategory` returned it: of whatever tree. Besides `categories`. */
  readonly categoryIds?: readonly number[] | undefined;
  /** Where it is sold: the default channel when absent. */
  readonly channelIds?: readonly number[] | undefined;
  /** Made from the name when absent. */
  readonly path?: string | undefined;
  /** The primary image. */
  readonly imageUrl?: string | undefined;
  /** After the primary one. */
  readonly moreImageUrls?: readonly string[] | undefined;
  /** HTML. */
  readonly description?: string | undefined;
  readonly isVisible?: boolean | undefined;
  readonly isPriceHidden?: boolean | undefined;
  readonly availability?: Availability | undefined;
  /** `none` when absent. */
  readonly inventoryTracking?: InventoryTracking | undefined;
  /** 0 when absent. The sum of its variants' when they are tracked. */
  readonly inventoryLevel?: number | undefined;
  /** A product with options. Without them it has one variant, which stands for the product itself. */
  readonly variants?: readonly NewVariant[] | undefined;
}

/** One way to choose among a product's options. What is absent is as the product has it. */
export interface NewVariant {
  /** By the option's name: `{ Size: 'S', Colour: 'Red' }`. */
  readonly options: Readonly<Record<string, string>>;
  readonly sku?: string | undefined;
  readonly price?: DecimalText | undefined;
  readonly salePrice?: DecimalText | undefined;
  readonly retailPrice?: DecimalText | undefined;
  readonly imageUrl?: string | undefined;
  readonly inventoryLevel?: number | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** What `updateProduct` takes: what is absent stays as it is. */
export type ProductChanges = Partial<NewProduct>;
