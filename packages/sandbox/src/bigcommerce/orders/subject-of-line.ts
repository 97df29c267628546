import type { Catalog } from '../catalog/catalog.ts';
import { type DecimalText, money } from '../money.ts';
import type { OrderProduct } from './order-product.ts';
import type { OrderLine } from './placement.ts';

/** What a line is about, as its order product says it. */
export type LineSubject = Pick<
  OrderProduct,
  | 'product_id'
  | 'variant_id'
  | 'name'
  | 'sku'
  | 'upc'
  | 'type'
  | 'weight'
  | 'width'
  | 'height'
  | 'depth'
  | 'brand'
  | 'gift_certificate_id'
> & { readonly price: DecimalText; readonly costPrice: DecimalText };

export function subjectOf(line: OrderLine, catalog: Catalog, id: number): LineSubject {
  return line.productId === undefined
    ? withoutProduct(line, id)
    : ofProduct(line, line.productId, catalog);
}

function ofProduct(line: OrderLine, productId: number, catalog: Catalog): LineSubject {
  const entry = catalog.get(productId);
  const { product } = entry;
  return {
    product_id: product.id,
    variant_id: line.variantId ?? entry.variant.id,
    name: line.name ?? product.name,
    sku: line.sku ?? product.sku,
    upc: product.upc,
    type: product.type,
    weight: money(String(product.weight)),
    width: money(String(product.width)),
    height: money(String(product.height)),
    depth: money(String(product.depth)),
    brand: entry.brand,
    gift_certificate_id: null,
    price: line.price ?? entry.price,
    costPrice: entry.costPrice,
  };
}

/** Of a custom line the documents say that it has no variant; that its product is 0 is what merchants see. */
function withoutProduct(line: OrderLine, id: number): LineSubject {
  const { giftCertificate, price } = line;
  const name = line.name ?? (giftCertificate && 'Gift Certificate');
  if (name === undefined || price === undefined) {
    throw new RangeError('An order line without a product needs a name and a price');
  }
  const none = money('0');
  return {
    product_id: 0,
    name,
    sku: line.sku ?? '',
    upc: '',
    type: giftCertificate ? 'giftcertificate' : 'physical',
    weight: none,
    width: none,
    height: none,
    depth: none,
    brand: '',
    gift_certificate_id: giftCertificate ? id : null,
    price,
    costPrice: '0',
  };
}
