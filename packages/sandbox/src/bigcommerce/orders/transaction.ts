import { jsonNumber } from '../money.ts';
import type { Order } from './order.ts';

export type TransactionEvent =
  | 'purchase'
  | 'authorization'
  | 'capture'
  | 'void'
  | 'refund'
  | 'pending';

/**
 * One of `GET /v3/orders/{id}/transactions`.
 *
 * Source: BigCommerce, Orders V3, "Get Transactions": the order's id is text here, and what is not known is an empty
 * object.
 */
export interface Transaction {
  readonly id: number;
  readonly order_id: string;
  readonly event: TransactionEvent;
  readonly method: string;
  readonly amount: number;
  readonly currency: string;
  readonly gateway: string;
  readonly gateway_transaction_id: string;
  readonly status: 'ok' | 'error';
  /** No real money: a test of the store's own. */
  readonly test: boolean;
  readonly fraud_review: boolean;
  /** Of the transaction that this one captures, voids or pays back. */
  readonly reference_transaction_id: number | Record<string, never>;
  readonly date_created: string;
  readonly avs_result: Readonly<Record<string, string>>;
  readonly cvv_result: Readonly<Record<string, string>>;
  readonly credit_card: object;
  readonly gift_certificate: object;
  readonly store_credit: object;
  readonly offline: object;
  readonly custom: object;
  readonly payment_instrument_token: object;
  readonly payment_method_id: string;
}

export interface NewTransaction {
  readonly id: number;
  readonly event: TransactionEvent;
  readonly amount: string;
  readonly date: string;
  readonly failed?: boolean;
  readonly test?: boolean;
  readonly fraudReview?: boolean;
  readonly refersTo?: number | undefined;
}

export function transactionOf(order: Order, input: NewTransaction): Transaction {
  const offline = order.payment_method !== 'Credit Card';
  return {
    id: input.id,
    order_id: String(order.id),
    event: input.event,
    method: offline ? 'offline' : 'credit_card',
    amount: jsonNumber(input.amount),
    currency: order.default_currency_code,
    gateway: offline ? 'offline' : 'sandboxpay',
    gateway_transaction_id: `sandbox-${input.id}`,
    status: input.failed ? 'error' : 'ok',
    test: input.test ?? false,
    fraud_review: input.fraudReview ?? false,
    reference_transaction_id: input.refersTo ?? {},
    date_created: input.date,
    avs_result: { code: '', message: '', street_match: '', postal_match: '' },
    cvv_result: { code: '', message: '' },
    credit_card: {},
    gift_certificate: {},
    store_credit: {},
    offline: offline ? { display_name: order.payment_method } : {},
    custom: {},
    payment_instrument_token: {},
    payment_method_id: offline ? 'offline' : 'sandboxpay.card',
  };
}

const RESULTS: Readonly<Record<TransactionEvent, string>> = {
  purchase: 'purchased',
  authorization: 'authorized',
  capture: 'captured',
  void: 'voided',
  refund: 'refunded',
  pending: 'pending',
};

/**
 * What a webhook says of a transaction: its ids are text, and there is no `id`.
 *
 * Source: BigCommerce, Webhook Events, "Order transaction".
 */
export function transactionEvent({
  id,
  order_id,
  event,
  status,
  gateway_transaction_id,
}: Transaction) {
  const failed = status === 'error';
  const code = failed ? 'declined' : RESULTS[event];
  return {
    type: 'transaction',
    order_id,
    transaction_id: String(id),
    transaction_status: failed ? 'failed' : 'complete',
    transaction_type: event,
    result: {
      code,
      message: `${code.slice(0, 1).toUpperCase()}${code.slice(1)}`,
      type: failed ? 'error' : 'success',
    },
    platform_transaction_id: String(id),
    provider_transaction_id: gateway_transaction_id,
  };
}
