import * as z from 'zod';
import { object } from '../fields.ts';
import { addressFields } from './address.ts';
import { OrderProduct } from './line-schema.ts';

const ShippingAddress = object(addressFields);

export interface Consignments {
  /** Every line once, by id; absent when they were not asked for. */
  readonly lines?: readonly OrderProduct[] | undefined;
  /** The first, of an order that is sent to several. */
  readonly shippingAddress?: z.output<typeof ShippingAddress> | undefined;
}

const Parts: z.ZodType<Consignments> = z.object({
  lines: z.array(OrderProduct).optional(),
  shippingAddress: ShippingAddress.optional(),
});

/**
 * How an order is delivered: by shipping, pickup, download or email, each with its lines. They are under `line_items`,
 * at a depth that depends on the way; or there are only references to them, or to the whole of it.
 *
 * BigCommerce: REST Management, Orders V2, `include=consignments.line_items`, `consignment_structure=object`.
 */
export const Consignments = z
  .unknown()
  .optional()
  .transform((value): unknown => ({
    lines: embedded(value),
    shippingAddress: firstShipping(value),
  }))
  .pipe(Parts);

function embedded(value: unknown): unknown[] | undefined {
  const lines = [...lineItems(value)];
  if (lines.length === 0 || !lines.every(isLine)) return undefined;
  const byId = new Map(lines.map((line) => [line.id, line]));
  return [...byId.values()].toSorted((a, b) => Number(a.id) - Number(b.id));
}

function* lineItems(value: unknown): Generator {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, member] of Object.entries(value)) {
    if (name === 'line_items' && Array.isArray(member)) yield* member;
    else yield* lineItems(member);
  }
}

function isLine(value: unknown): value is { id: unknown } {
  return typeof value === 'object' && value !== null && 'id' in value && 'quantity' in value;
}

function firstShipping(value: unknown): unknown {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  for (const each of all) {
    if (typeof each !== 'object' || each === null || !('shipping' in each)) continue;
    if (Array.isArray(each.shipping) && each.shipping.length > 0) return each.shipping[0];
  }
  return undefined;
}
