import type { OrderFee } from '../orders/fees.ts';
import type { ShippingAddress } from '../orders/order-parts.ts';
import type { OrderProduct } from '../orders/order-product.ts';
import type { OrderRecord } from '../orders/record.ts';
import type { StoreProfile } from '../store-profile.ts';
import { list } from './fields.ts';

/**
 * An order with the parts `include` asks for in place of their stubs.
 *
 * Source: BigCommerce, Orders V2, "Get an Order": `include=consignments`, `consignments.line_items`, `fees`;
 * `consignment_structure=object` asks for consignments as one object, which is a list of one without it.
 */
export function withIncludes(record: OrderRecord, query: URLSearchParams, store: StoreProfile) {
  const includes = new Set(list(query, 'include'));
  if (includes.size === 0) return record.order;
  const embedded = includes.has('consignments.line_items');
  const parts: { fees?: readonly OrderFee[]; consignments?: object } = {};
  if (includes.has('fees')) parts.fees = record.fees;
  if (embedded || includes.has('consignments')) {
    const all = consignments(record, embedded, store);
    parts.consignments = query.get('consignment_structure') === 'object' ? all : [all];
  }
  return { ...record.order, ...parts };
}

/** How an order is delivered. Line items are stubs unless they are asked for. */
export function consignments(record: OrderRecord, embedded: boolean, store: StoreProfile) {
  const { order, products, shippingAddresses } = record;
  const stub = ({ id }: OrderProduct) => store.stub(`/orders/${order.id}/products/${id}`);
  const shown = (items: readonly OrderProduct[]) => (embedded ? items : items.map(stub));
  const shipping = ({ order_id, shipping_quotes: _quotes, ...to }: ShippingAddress) => ({
    ...to,
    line_items: shown(products.filter((product) => product.order_address_id === to.id)),
    shipping_quotes: store.stub(
      `/orders/${order_id}/consignments/shipping/${to.id}/shipping_quotes`,
    ),
  });
  const digital = products.filter((product) => product.type === 'digital');
  return {
    pickups: [],
    shipping: shippingAddresses.map(shipping),
    downloads:
      digital.length === 0
        ? []
        : [{ recipient_email: order.billing_address.email, line_items: shown(digital) }],
    email: { gift_certificates: giftCertificates(record, shown) },
  };
}

/** One consignment for each of those who get gift certificates. */
function giftCertificates(
  { products, recipe }: OrderRecord,
  shown: (items: readonly OrderProduct[]) => readonly unknown[],
) {
  const recipientOf = new Map(
    recipe.lines.map(({ id, line }) => [id, line.giftCertificate?.recipientEmail ?? '']),
  );
  const byRecipient = new Map<string, OrderProduct[]>();
  for (const product of products) {
    if (product.type !== 'giftcertificate') continue;
    const recipient = recipientOf.get(product.id) ?? '';
    byRecipient.set(recipient, [...(byRecipient.get(recipient) ?? []), product]);
  }
  return [...byRecipient].map(([recipient_email, items]) => ({
    recipient_email,
    line_items: shown(items),
  }));
}
