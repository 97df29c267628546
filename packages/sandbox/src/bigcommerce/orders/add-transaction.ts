import { rfc3339 } from '../dates.ts';
import type { OrderContext } from './order-actions.ts';
import {
  type NewTransaction,
  type Transaction,
  transactionEvent,
  transactionOf,
} from './transaction.ts';

/** Adds a transaction to an order, with its webhook. */
export function transactionAdder({ book, nextId, emit, now }: OrderContext) {
  return (orderId: number, input: Omit<NewTransaction, 'id' | 'date'>): Transaction => {
    const { order } = book.get(orderId);
    const id = nextId('transaction');
    const transaction = transactionOf(order, { ...input, id, date: rfc3339(now()) });
    book.change(orderId, now(), (record) => ({
      transactions: [...record.transactions, transaction],
    }));
    emit('store/order/transaction/created', transactionEvent(transaction), orderId);
    return transaction;
  };
}
