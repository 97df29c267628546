import { expectTypeOf } from 'vitest';
import type * as z from 'zod';
import type { Ecommerce } from './events.ts';
import type { CamelCased } from './spec-names.ts';

type OrderInput = z.input<Ecommerce['Order Completed']>;
type CamelOrder = CamelCased<OrderInput>;
type CamelItem = NonNullable<CamelOrder['products']>[number];

// Names of the spec are in camelCase, and stay required or optional as they were.
expectTypeOf<CamelOrder['orderId']>().toEqualTypeOf<string | number>();
expectTypeOf<CamelOrder['checkoutId']>().toEqualTypeOf<OrderInput['checkout_id']>();
expectTypeOf<CamelOrder['total']>().toEqualTypeOf<OrderInput['total']>();
expectTypeOf({ orderId: '1' }).toExtend<CamelOrder>();
expectTypeOf({ order_id: '1' }).not.toExtend<CamelOrder>();
expectTypeOf({ orderId: '1', total: true }).not.toExtend<CamelOrder>();

// So are those of the products.
expectTypeOf<CamelItem['productId']>().toEqualTypeOf<string | number | null | undefined>();
expectTypeOf<CamelItem['imageUrl']>().toEqualTypeOf<string | null | undefined>();
expectTypeOf({ orderId: '1', products: [{ productId: 7, price: '1.00' }] }).toExtend<CamelOrder>();
expectTypeOf({ orderId: '1', products: [{ productId: true }] }).not.toExtend<CamelOrder>();
expectTypeOf({ orderId: '1', products: null }).toExtend<CamelOrder>();

// What the spec does not name keeps its name, as at run time: a plan of a team is not respelled.
interface Own {
  order_id: string;
  gift_card: string;
  products: { product_id: string; gift_wrap: boolean }[];
}
expectTypeOf<CamelCased<Own>>().toEqualTypeOf<{
  orderId: string;
  gift_card: string;
  products: { productId: string; gift_wrap: boolean }[];
}>();
