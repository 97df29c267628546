import type { DecimalText } from '../money.ts';
import type { OrderItem } from './order-items.ts';

/** What `refundOrder` takes. Without `items`, `amount` and `shipping` it is the whole order, as far as it is not refunded. */
export interface NewRefund {
  readonly items?: readonly OrderItem[] | undefined;
  /** Money back for the order as such: of no line, and untaxed. */
  readonly amount?: DecimalText | undefined;
  /** Money back for shipping. */
  readonly shipping?: DecimalText | undefined;
  readonly reason?: string | undefined;
  /** Nothing is paid back: the refund is there, its payment is declined, and the order stays as it is. */
  readonly declined?: boolean | undefined;
  /** The order keeps its status, as when the merchant chooses so. */
  readonly keepStatus?: boolean | undefined;
  /** How it is paid back, if not as one payment: the amounts must add up to the refund's. */
  readonly payments?:
    | readonly {
        readonly amount: DecimalText;
        readonly declined?: boolean | undefined;
        readonly providerId?: string | undefined;
      }[]
    | undefined;
}
