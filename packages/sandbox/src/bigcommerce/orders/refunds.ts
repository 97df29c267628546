import { rfc3339, unixSeconds } from '../dates.ts';
import { decimal, jsonNumber, sum } from '../money.ts';
import { transactionAdder } from './add-transaction.ts';
import { type OrderActions, type OrderContext, orderEvents } from './order-actions.ts';
import type { NewRefund } from './new-refund.ts';
import { advance, count, everyLine, type OrderItem } from './order-items.ts';
import type { OrderProduct } from './order-product.ts';
import { refundPayment } from './past-refund.ts';
import type { OrderRecord } from './record.ts';
import type { Refund } from './refund-parts.ts';
import { refundItems } from './refund-items.ts';
import type { Transaction } from './transaction.ts';

export type { NewRefund } from './new-refund.ts';

export interface Refunds {
  /**
   * Pays back some or all of an order, which becomes Partially Refunded or Refunded. Its `refunded_amount` stays zero, as
   * the vendor says it does.
   */
  refundOrder(orderId: number, refund?: NewRefund): Refund;
}

const REFUNDED = 4;
const PARTIALLY_REFUNDED = 14;

export function refunds(context: OrderContext, orders: OrderActions): Refunds {
  const { book, now, nextId } = context;
  const emitOrder = orderEvents(book, context.emit);
  const addTransaction = transactionAdder(context);
  return {
    refundOrder(orderId, input = {}) {
      const before = book.get(orderId);
      const refund = toRefund(nextId('refund'), before, input, rfc3339(now()));
      const paidBack = refund.payments.some((payment) => !payment.is_declined);
      const products = paidBack ? counted(before, input) : before.products;
      const after = book.change(orderId, now(), (record) => ({
        products,
        refunds: [...record.refunds, refund],
      }));
      context.refunds.add(refund.id, { orderId, created: unixSeconds(now()) * 1_000 });
      emitOrder('refund/created', orderId, { refund: { refund_id: refund.id } });
      const taken = before.transactions.findLast(isMoney);
      if (taken && paidBack) {
        const amount = String(refund.total_amount);
        addTransaction(orderId, { event: 'refund', amount, test: taken.test, refersTo: taken.id });
      }
      if (!paidBack || input.keepStatus) orders.updateOrder(orderId, {});
      else advance(book, orders, orderId, isInFull(after) ? REFUNDED : PARTIALLY_REFUNDED);
      return refund;
    },
  };
}

function isMoney({ event, status }: Transaction): boolean {
  return status === 'ok' && (event === 'purchase' || event === 'capture');
}

/** The order products after the refund: money back for the order as such is of none of them. */
function counted(record: OrderRecord, input: NewRefund): readonly OrderProduct[] {
  if (!input.items && !isWhole(input)) return record.products;
  return count(record.products, input.items ?? rest(record.products), 'quantity_refunded');
}

function isWhole({ items, amount, shipping }: NewRefund): boolean {
  return items === undefined && amount === undefined && shipping === undefined;
}

function isInFull(record: OrderRecord): boolean {
  const { products } = record;
  if (products.length > 0 && everyLine(products, (product) => product.is_refunded)) return true;
  return open(record).lte(0);
}

function rest(products: readonly OrderProduct[]): OrderItem[] {
  return products.map(({ id, quantity, quantity_refunded }) => ({
    orderProductId: id,
    quantity: quantity - quantity_refunded,
  }));
}

function toRefund(id: number, record: OrderRecord, input: NewRefund, created: string): Refund {
  const { order } = record;
  const { items, total, tax } = refundItems(record, input, open(record));
  const payments = input.payments ?? [{ amount: total.toFixed(), declined: input.declined }];
  if (!sum(payments.map(({ amount }) => amount)).eq(total)) {
    throw new RangeError(`The payments of the refund do not add up to its ${total.toFixed()}`);
  }
  return {
    id,
    order_id: order.id,
    user_id: 0,
    created,
    reason: input.reason ?? '',
    total_amount: jsonNumber(total),
    total_tax: jsonNumber(tax),
    uses_merchant_override_values: input.amount !== undefined,
    items,
    payments: payments.map((payment, index) => refundPayment(id * 10 + index, payment)),
  };
}

/** What of an order was not paid back yet. */
function open({ order, refunds }: OrderRecord) {
  const paid = refunds
    .flatMap(({ payments }) => payments)
    .filter((payment) => !payment.is_declined)
    .map(({ amount }) => String(amount));
  return decimal(order.total_inc_tax).minus(sum(paid));
}
