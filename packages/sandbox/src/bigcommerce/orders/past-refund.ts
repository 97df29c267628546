import { rfc3339 } from '../dates.ts';
import { jsonNumber } from '../money.ts';
import type { Order } from './order.ts';
import type { PastRefund, Refund, RefundPayment } from './refund-parts.ts';

/** A refund that was there before anybody looked: of the order as a whole, without tax of its own. */
export function pastRefund(id: number, order: Order, past: PastRefund): Refund {
  const amount = jsonNumber(past.amount);
  return {
    id,
    order_id: order.id,
    user_id: 0,
    created: rfc3339(past.created),
    reason: past.reason ?? '',
    total_amount: amount,
    total_tax: 0,
    uses_merchant_override_values: true,
    items: [
      {
        item_type: 'ORDER',
        item_id: order.id,
        reason: past.reason ?? '',
        requested_amount: amount,
      },
    ],
    payments: [refundPayment(id, past)],
  };
}

/** Store credit, unless a provider is named: what every store can pay back with. */
export function refundPayment(
  id: number,
  payment: {
    readonly amount: string;
    readonly declined?: boolean | undefined;
    readonly providerId?: string | undefined;
  },
): RefundPayment {
  const { amount, declined = false, providerId = 'storecredit' } = payment;
  return {
    id,
    provider_id: providerId,
    amount: jsonNumber(amount),
    offline: providerId === 'storecredit',
    is_declined: declined,
    declined_message: declined ? 'The payment provider declined the refund.' : '',
  };
}
