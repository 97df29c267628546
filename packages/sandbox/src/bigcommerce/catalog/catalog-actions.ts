import type { Emit } from '../webhooks/events.ts';
import type { Catalog } from './catalog.ts';
import type { Category, CategoryChanges, NewCategory } from './categories.ts';
import type { Channel, NewChannel } from './channels.ts';
import type { NewProduct, ProductChanges } from './new-product.ts';
import type { NewPriceList, PriceList } from './price-lists.ts';
import type { Product, ProductVariant } from './product.ts';

/** What the merchant does to the catalogue, each with its webhooks. */
export interface CatalogActions {
  addProduct(product: NewProduct): Product;
  updateProduct(id: number, changes: ProductChanges): Product;
  deleteProduct(id: number): void;
  /** The variants of a product: one of a product without options. */
  variantsOf(productId: number): readonly ProductVariant[];
  addCategory(category: NewCategory): Category;
  updateCategory(id: number, changes: CategoryChanges): Category;
  /** With all that is below it. */
  deleteCategory(id: number): void;
  addChannel(channel: NewChannel): Channel;
  /** No webhook tells of prices on a list. */
  addPriceList(list: NewPriceList): PriceList;
}

/**
 * Source: BigCommerce, Webhooks, "Webhook Events": Products, Category and Channels. A change of nothing but the stock is
 * told as `store/product/inventory/updated`; the list of fields behind `store/product/updated` does not name it.
 */
export function catalogActions(catalog: Catalog, emit: Emit): CatalogActions {
  const product = (what: string, id: number, more: object = {}): void =>
    emit(`store/product/${what}`, { type: 'product', id, ...more });
  const category = (what: string, id: number): void =>
    emit(`store/category/${what}`, { type: 'category', id });

  return {
    addProduct(input) {
      const added = catalog.add(input).product;
      product('created', added.id);
      return added;
    },
    updateProduct(id, changes) {
      const updated = catalog.update(id, changes).product;
      const isStock = 'inventoryLevel' in changes;
      if (isStock) {
        const value = updated.inventory_level;
        const inventory = { product_id: id, method: 'absolute', value };
        product('inventory/updated', id, { inventory });
      }
      if (!isStock || Object.keys(changes).length > 1) product('updated', id);
      return updated;
    },
    deleteProduct(id) {
      catalog.delete(id);
      product('deleted', id);
    },
    variantsOf: (productId) => catalog.get(productId).variants,
    addCategory(input) {
      const added = catalog.addCategory(input);
      category('created', added.id);
      return added;
    },
    updateCategory(id, changes) {
      const updated = catalog.categories.update(id, changes);
      category('updated', id);
      return updated;
    },
    deleteCategory(id) {
      catalog.deleteCategory(id);
      category('deleted', id);
    },
    addChannel(input) {
      const channel = catalog.channels.add(input);
      emit('store/channel/created', { type: 'channel', id: channel.id });
      return channel;
    },
    addPriceList: (list) => catalog.priceLists.add(list, (id) => catalog.variant(id)),
  };
}
