import type { Draft } from '@millrace/core';
import type { CatalogProduct } from '../catalog/catalog.ts';
import { number } from '../money.ts';
import { present } from '../present.ts';
import { amountsOf } from './amounts.ts';
import type { OrderBundle } from './bundle.ts';
import { customerOf } from './customer.ts';
import { eventOf, messageIdOf, type OrderFact } from './fact.ts';
import { paidBack, refundedLines } from './refunds.ts';
import type { OrderProduct } from './line-schema.ts';
import { piecesOf, productsOf } from './products.ts';
import type { Order } from './schema.ts';

export interface DraftRules {
  readonly storeHash: string;
  /** What the catalogue knows of the lines, by product id. */
  readonly catalog: ReadonlyMap<string, CatalogProduct>;
  /** It happened before the source was there: nothing is to be set off by it. */
  readonly isHistory?: boolean;
}

/**
 * The event that tells a fact of an order, with all that the order says now. Pure; the same fact gives the same id, so a
 * fact told twice is one event.
 *
 * Segment spec: Ecommerce v2, Order Completed, Order Cancelled, Order Refunded
 */
export function draftOf(fact: OrderFact, bundle: OrderBundle, rules: DraftRules): Draft<'track'> {
  const { order } = bundle;
  const { context, ...person } = customerOf(order, rules.storeHash);
  return {
    type: 'track',
    event: eventOf[fact.kind],
    messageId: messageIdOf(rules.storeHash, order.id, fact.key),
    timestamp: fact.at,
    ...person,
    context: { ...context, ...(rules.isHistory === true && { backfill: true }) },
    properties: fact.kind === 'refunded' ? refundOf(fact, bundle, rules) : orderOf(bundle, rules),
  };
}

function orderOf(bundle: OrderBundle, rules: DraftRules) {
  const { order, lines } = bundle;
  const codes = codesOf(bundle);
  // The email is left out: `properties.email` has a meaning of its own, and it is in the traits.
  const { email: _, ...billing } = order.billing_address;
  return present({
    ...headOf(order),
    ...amountsOf(order),
    coupon: codes[0],
    coupons: codes,
    ...linesOf(lines, order, rules),
    prices_include_tax: order.is_tax_inclusive_pricing === true ? true : undefined,
    order_source: order.order_source,
    payment_method: order.payment_method,
    billing_address: present(billing),
    shipping_address: shippingOf(order),
  });
}

/** What was paid back, and for what. */
function refundOf({ refund, refundNumber }: OrderFact, bundle: OrderBundle, rules: DraftRules) {
  const { order, lines } = bundle;
  return present({
    ...headOf(order),
    refund_id: refund === undefined ? undefined : String(refund.id),
    refund_number: refundNumber,
    total: number(refund === undefined ? order.total_inc_tax : paidBack(refund)),
    tax: number(refund === undefined ? order.total_tax : refund.total_tax),
    ...linesOf(refund === undefined ? lines : refundedLines(lines, refund), order, rules),
    reason: refund?.reason,
  });
}

function headOf(order: Order) {
  return {
    order_id: String(order.id),
    currency: currencyOf(order),
    status: order.status,
    channel_id: order.channel_id ?? undefined,
    cart_id: order.cart_id,
  };
}

function linesOf(lines: readonly OrderProduct[], order: Order, { catalog }: DraftRules) {
  const pricesIncludeTax = order.is_tax_inclusive_pricing === true;
  return {
    products: productsOf(lines, { pricesIncludeTax, catalog }),
    item_count: number(piecesOf(lines)),
  };
}

/** Each code once: those of the order's coupons, and those that its lines name. */
function codesOf({ coupons, lines }: OrderBundle): readonly string[] {
  const named = lines.flatMap(({ applied_discounts: applied }) => applied);
  return [...new Set([...coupons, ...named].flatMap(({ code }) => code ?? []))];
}

function shippingOf({ consignments }: Order): object | undefined {
  const address = present(consignments.shippingAddress ?? {});
  return Object.keys(address).length > 0 ? address : undefined;
}

/** An ISO 4217 code, or nothing: an order with a wrong label is still an order. */
function currencyOf(order: Order): string | undefined {
  const code = (order.default_currency_code ?? order.currency_code)?.toUpperCase();
  return code !== undefined && /^[A-Z]{3}$/.test(code) ? code : undefined;
}
