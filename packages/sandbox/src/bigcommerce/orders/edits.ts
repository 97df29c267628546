import type { DecimalText } from '../money.ts';
import type { Order } from './order.ts';
import { type OrderContext, orderEvents } from './order-actions.ts';
import type { OrderProduct } from './order-product.ts';
import type { OrderLine, PlacedCoupon } from './placement.ts';
import { type Recipe, type RecipeLine, recipeLine } from './recipe.ts';

/** What `editOrder` takes: what is absent stays as it is. */
export interface OrderEdit {
  readonly quantities?:
    | readonly { readonly orderProductId: number; readonly quantity: number }[]
    | undefined;
  /** Ids of order products: each goes with the members of its bundle. */
  readonly remove?: readonly number[] | undefined;
  readonly add?: readonly OrderLine[] | undefined;
  readonly shipping?: DecimalText | undefined;
  readonly discount?: DecimalText | undefined;
  readonly coupons?: readonly PlacedCoupon[] | undefined;
  /** Of the billing address. */
  readonly email?: string | undefined;
}

export interface OrderEdits {
  /** Staff change an order that was placed: its amounts follow, nothing that was shipped or refunded is forgotten. */
  editOrder(orderId: number, edit: OrderEdit): Order;
}

export function orderEdits({ book, placer, nextId, emit, now }: OrderContext): OrderEdits {
  const emitOrder = orderEvents(book, emit);
  return {
    editOrder(orderId, edit) {
      const before = book.get(orderId);
      const { placement } = before.recipe;
      const { shipping, discount, coupons = placement.coupons, email } = edit;
      const recipe: Recipe = {
        ...before.recipe,
        placement: {
          ...placement,
          coupons,
          ...(shipping !== undefined && { shipping }),
          ...(discount !== undefined && { discount }),
        },
        couponUseIds: (coupons ?? []).map(
          (_, index) => before.recipe.couponUseIds[index] ?? nextId('coupon'),
        ),
        lines: [
          ...kept(before.recipe.lines, edit),
          ...(edit.add ?? []).map((line) => recipeLine(line, nextId)),
        ],
      };
      const { amounts, ...parts } = placer.content(orderId, recipe);
      const products = parts.products.map((product) => carried(product, before.products));
      const { order } = book.change(orderId, now(), (record) => ({
        ...parts,
        products,
        recipe,
        order: {
          ...record.order,
          ...amounts,
          ...(email !== undefined && {
            billing_address: { ...record.order.billing_address, email },
          }),
        },
        shippingAddresses: record.shippingAddresses.map((to) =>
          Object.assign({}, to, {
            items_total: amounts.items_total,
            base_cost: amounts.base_shipping_cost,
            cost_ex_tax: amounts.shipping_cost_ex_tax,
            cost_inc_tax: amounts.shipping_cost_inc_tax,
            cost_tax: amounts.shipping_cost_tax,
          }),
        ),
      }));
      emitOrder('updated', orderId);
      return order;
    },
  };
}

function kept(lines: readonly RecipeLine[], { quantities = [], remove = [] }: OrderEdit) {
  for (const id of [...remove, ...quantities.map(({ orderProductId }) => orderProductId)]) {
    if (lines.some((line) => line.id === id)) continue;
    throw new RangeError(`The order has no line ${id}`);
  }
  return lines
    .filter(({ id }) => !remove.includes(id))
    .map((each) => {
      const wanted = quantities.find(({ orderProductId }) => orderProductId === each.id);
      if (!wanted) return each;
      const line = { ...each.line, quantity: wanted.quantity };
      return { id: each.id, memberIds: each.memberIds, line };
    });
}

/** What happened to an order product stays with it. */
function carried(product: OrderProduct, before: readonly OrderProduct[]): OrderProduct {
  const same = before.find(({ id }) => id === product.id);
  if (!same) return product;
  const { quantity_shipped, quantity_refunded } = same;
  if (Math.max(quantity_shipped, quantity_refunded) > product.quantity) {
    throw new RangeError(`More of order product ${product.id} is shipped or refunded already`);
  }
  const is_refunded = quantity_refunded === product.quantity;
  return { ...product, quantity_shipped, quantity_refunded, is_refunded };
}
