import type { DecimalText } from '../money.ts';

/** One of `GET /v3/orders/{id}/payment_actions/refunds`. */
export interface Refund {
  readonly id: number;
  readonly order_id: number;
  readonly user_id: number;
  readonly created: string;
  readonly reason: string;
  readonly total_amount: number;
  readonly total_tax: number;
  readonly uses_merchant_override_values: boolean;
  readonly items: readonly RefundItem[];
  readonly payments: readonly RefundPayment[];
}

export interface RefundItem {
  readonly item_type: 'PRODUCT' | 'GIFT_WRAPPING' | 'SHIPPING' | 'HANDLING' | 'ORDER' | 'FEE';
  /**
   * The id of the order product for PRODUCT and GIFT_WRAPPING, of the order address for SHIPPING and HANDLING, of the fee
   * for FEE, and of the order for ORDER.
   */
  readonly item_id: number;
  readonly reason: string;
  /** Of PRODUCT only. */
  readonly quantity?: number;
  readonly requested_amount: number | null;
}

export interface RefundPayment {
  readonly id: number;
  readonly provider_id: string;
  readonly amount: number;
  readonly offline: boolean;
  /** Nothing of this part was paid back. */
  readonly is_declined: boolean;
  readonly declined_message: string;
}

/** A refund of an order of the past. */
export interface PastRefund {
  readonly amount: DecimalText;
  /** In ms. */
  readonly created: number;
  readonly reason?: string | undefined;
  readonly declined?: boolean | undefined;
}
