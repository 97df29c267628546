/** What the catalogue knows of a product that an order line does not say. */
export interface CatalogProduct {
  readonly name?: string;
  /** Absolute: at the site of the channel that was asked for. */
  readonly url?: string;
  readonly imageUrl?: string;
  readonly brand?: string;
  /** By name, those of the channel that was asked for. */
  readonly categories: readonly string[];
  readonly variants: ReadonlyMap<string, { readonly sku?: string; readonly imageUrl?: string }>;
}

/** The catalogue of the store, remembered for a while. */
export interface Catalog {
  /**
   * The products of these ids. Never throws and never takes longer than `settings.catalogTimeoutMs`: what is not known in
   * time, or does not exist, is not in the answer.
   */
  products(
    ids: readonly string[],
    channelId: number | undefined,
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, CatalogProduct>>;
  /** Something has changed, so what is remembered of it is no longer true. */
  forget(what: { readonly product: string } | 'categories' | 'everything'): void;
}
