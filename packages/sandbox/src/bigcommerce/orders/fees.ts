import { taxed, type TaxRule } from './tax.ts';
import type { OrderPlacement } from './placement.ts';

/** One of `GET /v2/orders/{id}/fees`. The sample of the vendor spells `cost_ex_tax` in two ways; this is the right one. */
export interface OrderFee {
  readonly id: number;
  readonly type: 'custom_fee';
  readonly display_name_customer: string;
  readonly display_name_merchant: string;
  readonly source: string;
  readonly base_cost: string;
  readonly cost_ex_tax: string;
  readonly cost_inc_tax: string;
  readonly cost_tax: string;
  readonly tax_class_id: number | null;
}

export function orderFees(
  fees: NonNullable<OrderPlacement['fees']>,
  rule: TaxRule,
  idOf: (index: number) => number,
): OrderFee[] {
  return fees.map(({ name, amount }, index) => {
    const cost = taxed(amount, rule);
    return {
      id: idOf(index),
      type: 'custom_fee',
      display_name_customer: name,
      display_name_merchant: name,
      source: 'AA',
      base_cost: cost.base,
      cost_ex_tax: cost.exTax,
      cost_inc_tax: cost.incTax,
      cost_tax: cost.tax,
      tax_class_id: null,
    };
  });
}
