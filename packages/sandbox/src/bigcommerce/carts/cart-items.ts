import type { Catalog } from '../catalog/catalog.ts';
import type { StoreProfile } from '../store-profile.ts';
import type { CartItem } from './cart-record.ts';
import type { CartContents, CartLine, CustomCartLine, GiftCertificateLine } from './new-cart.ts';

export interface ItemContext {
  readonly store: StoreProfile;
  readonly catalog: Catalog;
  readonly newId: () => string;
}

/** The items that something put into a cart becomes: each line, followed by the members of its bundle. */
export function itemsOf(contents: CartContents, context: ItemContext): CartItem[] {
  const { newId } = context;
  const lines = (contents.lines ?? []).flatMap((line) => {
    const parent = productItem(line, null, context);
    const members = (line.bundled ?? []).map(({ productId, quantity = parent.quantity }) =>
      productItem({ productId, quantity, price: '0' }, parent.id, context),
    );
    return [parent].concat(members);
  });
  const custom = (contents.customItems ?? []).map((line) => customItem(line, newId()));
  const gifts = (contents.giftCertificates ?? []).map((line) => giftItem(line, newId()));
  return [...lines, ...custom, ...gifts];
}

const nothing = {
  parentId: null,
  productId: 0,
  variantId: 0,
  sku: '',
  url: '',
  imageUrl: '',
  discount: '0',
  options: [],
  recipientEmail: '',
};

function of(price: string, quantity = 1) {
  if (!Number.isInteger(quantity) || quantity < 1) {
    throw new RangeError(`A cart item needs a whole quantity of at least 1, not ${quantity}`);
  }
  return { price, originalPrice: price, quantity };
}

function customItem({ name, price, quantity, sku = '' }: CustomCartLine, id: string): CartItem {
  return { ...nothing, ...of(price, quantity), id, kind: 'custom', name, sku };
}

function giftItem(line: GiftCertificateLine, id: string): CartItem {
  const { amount, name = 'Gift Certificate', recipientEmail = 'recipient@example.com' } = line;
  return { ...nothing, ...of(amount), id, kind: 'gift', name, recipientEmail };
}

function productItem(line: CartLine, parentId: string | null, context: ItemContext): CartItem {
  const { product, price, image, variant, variants } = context.catalog.get(line.productId);
  const chosen = variants.find(({ id }) => id === line.variantId) ?? variant;
  const own = chosen.price === null ? undefined : String(chosen.price);
  return {
    ...nothing,
    ...of(line.price ?? own ?? price, line.quantity),
    id: context.newId(),
    parentId,
    kind: product.type,
    productId: product.id,
    variantId: line.variantId ?? chosen.id,
    sku: chosen.sku || product.sku,
    name: product.name,
    url: `${context.store.secureUrl}${product.custom_url.url}`,
    imageUrl: chosen.image_url || (image?.url_standard ?? ''),
    originalPrice: price,
    discount: line.discount ?? '0',
    options: line.options ?? [],
  };
}
