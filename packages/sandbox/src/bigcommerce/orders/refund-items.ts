import type { Big } from 'big.js';
import { decimal, jsonNumber, sum } from '../money.ts';
import type { NewRefund } from './new-refund.ts';
import type { OrderItem } from './order-items.ts';
import type { OrderRecord } from './record.ts';
import type { RefundItem } from './refund-parts.ts';

interface Refunded {
  readonly items: readonly RefundItem[];
  readonly total: Big;
  readonly tax: Big;
}

/** What a refund is for, and what it comes to. `open` is what the order as a whole is still worth. */
export function refundItems(record: OrderRecord, input: NewRefund, open: Big): Refunded {
  const { order, shippingAddresses } = record;
  const { items, amount, shipping, reason = '' } = input;
  if (items === undefined && amount === undefined && shipping === undefined) {
    const whole = { item_type: 'ORDER', item_id: order.id, reason, quantity: 1 } as const;
    return {
      items: [{ ...whole, requested_amount: jsonNumber(open) }],
      total: open,
      tax: decimal(order.total_tax),
    };
  }
  const parts: Refunded[] = [];
  for (const item of items ?? []) parts.push(ofProduct(record, item, reason));
  if (shipping !== undefined) {
    const item_id = shippingAddresses[0]?.id ?? 0;
    parts.push(ofAmount({ item_type: 'SHIPPING', item_id, reason }, shipping));
  }
  if (amount !== undefined) {
    parts.push(ofAmount({ item_type: 'ORDER', item_id: order.id, reason }, amount));
  }
  return {
    items: parts.flatMap((part) => part.items),
    total: sum(parts.map((part) => part.total)),
    tax: sum(parts.map((part) => part.tax)),
  };
}

function ofProduct(
  { products }: OrderRecord,
  { orderProductId, quantity }: OrderItem,
  reason: string,
): Refunded {
  const product = products.find(({ id }) => id === orderProductId);
  if (!product) throw new RangeError(`The order has no order product ${orderProductId}`);
  const share = (amount: string) => decimal(amount).times(quantity).div(product.quantity).round(2);
  return {
    items: [
      { item_type: 'PRODUCT', item_id: orderProductId, reason, quantity, requested_amount: null },
    ],
    total: share(product.discounted_total_inc_tax),
    tax: share(product.total_tax),
  };
}

function ofAmount(item: Omit<RefundItem, 'requested_amount'>, amount: string): Refunded {
  const requested_amount = jsonNumber(amount);
  return { items: [{ ...item, requested_amount }], total: decimal(amount), tax: decimal('0') };
}
