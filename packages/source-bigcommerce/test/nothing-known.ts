import type { Catalog } from '../src/catalog/catalog.ts';

/** A catalogue that knows nothing. */
export const nothingKnown: Catalog = {
  products: async () => new Map(),
  forget: () => undefined,
};
