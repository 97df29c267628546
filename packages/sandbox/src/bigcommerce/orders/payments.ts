import { decimal } from '../money.ts';
import type { Order } from './order.ts';
import { transactionAdder } from './add-transaction.ts';
import type { OrderActions, OrderContext } from './order-actions.ts';
import type { NewTransaction, Transaction } from './transaction.ts';

/** What `payOrder` takes. */
export interface Payment {
  /**
   * What came of it, with the status the order gets: `paid` (11, when absent), `authorized` (11, to be captured later),
   * `held` for review (12), `pending`, as by bank transfer (7), or `declined` (the order stays as it is).
   */
  readonly outcome?: 'paid' | 'authorized' | 'held' | 'pending' | 'declined' | undefined;
  /** Whether it is a test transaction of the merchant's. */
  readonly test?: boolean | undefined;
}

export interface Payments {
  /** The shopper pays. Unlike `setStatus`, which is somebody's hand, it leaves a transaction behind. */
  payOrder(orderId: number, payment?: Payment): Transaction;
  /** Takes the money that was authorized. */
  capturePayment(orderId: number): Transaction;
  /** Gives up what was authorized: the order is cancelled. */
  voidPayment(orderId: number): Transaction;
}

interface Outcome {
  readonly event: NewTransaction['event'];
  readonly statusId?: number;
  readonly payment: string;
}

const outcomes: Readonly<Record<NonNullable<Payment['outcome']>, Outcome>> = {
  paid: { event: 'purchase', statusId: 11, payment: 'captured' },
  authorized: { event: 'authorization', statusId: 11, payment: 'authorized' },
  held: { event: 'authorization', statusId: 12, payment: 'held for review' },
  pending: { event: 'pending', statusId: 7, payment: 'pending' },
  declined: { event: 'purchase', payment: 'declined' },
};

/**
 * Payments through a gateway. The merchant's other ways, such as cash, are told by `setStatus` alone and leave no
 * transaction.
 */
export function payments(context: OrderContext, orders: OrderActions): Payments {
  const { book } = context;
  const addTransaction = transactionAdder(context);
  const add = (orderId: number, more: Omit<NewTransaction, 'id' | 'date' | 'amount'>) =>
    addTransaction(orderId, { ...more, amount: paidByGateway(book.get(orderId).order) });

  function authorization(orderId: number): Transaction {
    const { transactions } = book.get(orderId);
    const open = transactions.findLast(({ event }) => event === 'authorization');
    if (!open) throw new RangeError(`Order ${orderId} has no authorized payment`);
    return open;
  }

  return {
    payOrder(orderId, { outcome = 'paid', test = false } = {}) {
      const { event, statusId, payment } = outcomes[outcome];
      const failed = outcome === 'declined';
      const transaction = add(orderId, { event, failed, test, fraudReview: outcome === 'held' });
      if (statusId !== undefined) orders.setStatus(orderId, statusId);
      orders.updateOrder(orderId, { payment_status: payment });
      return transaction;
    },

    capturePayment(orderId) {
      const { id, test } = authorization(orderId);
      const transaction = add(orderId, { event: 'capture', test, refersTo: id });
      orders.updateOrder(orderId, { payment_status: 'captured' });
      return transaction;
    },

    voidPayment(orderId) {
      const { id, test } = authorization(orderId);
      const transaction = add(orderId, { event: 'void', test, refersTo: id });
      orders.setStatus(orderId, 5);
      return transaction;
    },
  };
}

/** Store credit and gift certificates pay for the rest. */
function paidByGateway(order: Order): string {
  return decimal(order.total_inc_tax)
    .minus(order.store_credit_amount)
    .minus(order.gift_certificate_amount)
    .toFixed(4);
}
