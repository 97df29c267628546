import { expectTypeOf } from 'vitest';
import * as z from 'zod';
import { plan, type PlannedEvent } from '../plan.ts';
import {
  ecommerce,
  type Ecommerce,
  type Order,
  type OrderCompleted,
  type Product,
} from './index.ts';

type Completed = PlannedEvent<Ecommerce, 'Order Completed'>;

// What a transform reads.
expectTypeOf<Completed['event']>().toEqualTypeOf<'Order Completed'>();
expectTypeOf<Completed['properties']>().toEqualTypeOf<OrderCompleted>();
expectTypeOf<OrderCompleted['order_id']>().toEqualTypeOf<string>();
expectTypeOf<OrderCompleted['total']>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<OrderCompleted['currency']>().toEqualTypeOf<string | null | undefined>();
expectTypeOf<OrderCompleted['products']>().toEqualTypeOf<Product[] | null | undefined>();
expectTypeOf<OrderCompleted['gift_wrap']>().toEqualTypeOf<unknown>();
expectTypeOf<Product['quantity']>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<Product['position']>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<OrderCompleted>().toExtend<Order>();

// What a caller writes.
type Input<Name extends keyof Ecommerce> = z.input<Ecommerce[Name]>;
expectTypeOf({ order_id: 1001, total: '27.50' }).toExtend<Input<'Order Completed'>>();
expectTypeOf({ order_id: '1', gift_wrap: true }).toExtend<Input<'Order Completed'>>();
expectTypeOf({ total: 27.5 }).not.toExtend<Input<'Order Completed'>>();
expectTypeOf({ order_id: null }).not.toExtend<Input<'Order Completed'>>();
expectTypeOf({ order_id: '1', total: true }).not.toExtend<Input<'Order Completed'>>();
expectTypeOf({ order_id: '1', products: [{ price: true }] }).not.toExtend<
  Input<'Order Completed'>
>();
expectTypeOf<Input<'Checkout Started'>['order_id']>().toEqualTypeOf<
  string | number | null | undefined
>();
expectTypeOf<Input<'Products Searched'>['query']>().toEqualTypeOf<
  string | { [key: string]: unknown } | null | undefined
>();

// A team adds its own events, and keeps the spec's.
const ours = plan({ ...ecommerce, 'Gift Card Redeemed': z.object({ code: z.string() }) });
expectTypeOf<PlannedEvent<typeof ours, 'Gift Card Redeemed'>['properties']>().toEqualTypeOf<{
  code: string;
}>();
expectTypeOf<PlannedEvent<typeof ours, 'Order Completed'>>().toEqualTypeOf<Completed>();
