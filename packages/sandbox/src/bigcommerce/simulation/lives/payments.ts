import { basket } from '../deeds/basket.ts';
import { SimulatedOrder, status } from '../deeds/order.ts';
import type { Floor } from '../floor.ts';
import type { Life } from '../life.ts';
import type { Person } from '../people.ts';
import { days, hours, minutes, seconds } from '../spans.ts';
import { checkOut, visit } from './visit.ts';

/** How an order comes to be paid. */
export type Payment = (floor: Floor, person: Person) => Generator<number, SimulatedOrder>;

/** The usual: Incomplete while the shopper types the number of his card, then paid. */
export const byCard: Payment = function* (floor, person) {
  const order = yield* atThePayment(floor, person, 'by card');
  order.pay(floor.chance.pick(['paid', 'paid', 'authorized']));
  return order;
};

export const downloaded: Payment = function* (floor, person) {
  const order = yield* atThePayment(floor, person, 'digital goods', true);
  order.become(status.completed);
  return order;
};

export const byTransfer: Payment = function* (floor, person) {
  const order = yield* atThePayment(floor, person, 'by bank transfer');
  order.pay('pending');
  yield hours(floor.chance.between(4, 96));
  order.become(status.awaitingFulfilment);
  return order;
};

/** The next card is taken. */
export const declinedThenPaid: Payment = function* (floor, person) {
  const order = yield* atThePayment(floor, person, 'declined, then paid');
  order.pay('declined');
  yield minutes(floor.chance.between(1, 60));
  order.pay('paid');
  return order;
};

/** Fraud protection wants to look at it first: BigCommerce counts such an order as placed. */
export const verified: Payment = function* (floor, person) {
  const order = yield* atThePayment(floor, person, 'verified by hand');
  order.pay('held');
  yield hours(floor.chance.between(1, 12));
  order.become(status.awaitingFulfilment);
  return order;
};

/** Staff write an order down: no cart, and now and then nobody asked for the address. */
export const byStaff: Payment = function* (floor, person) {
  const { chance, store } = floor;
  const anonymous = person.customerId === 0 && chance.of(0.2);
  const placed = store.placeOrder({
    ...basket(floor, person),
    ...(anonymous && { email: '' }),
    orderSource: 'manual',
    paymentMethod: 'Manual',
    statusId: chance.pick([status.pending, status.awaitingFulfilment, status.awaitingPayment]),
  });
  const kind = anonymous ? 'by staff, without an address' : 'by staff';
  const order = new SimulatedOrder(floor, person, placed, kind);
  yield minutes(chance.between(1, 600));
  order.become(status.awaitingFulfilment);
  return order;
};

/** Another program makes orders: Pending unless it says otherwise. */
export const byProgram: Payment = function* (floor, person) {
  const { chance, store } = floor;
  const statusId = chance.pick([status.pending, status.awaitingFulfilment]);
  const made = { ...basket(floor, person), statusId, orderSource: 'external' };
  const order = new SimulatedOrder(floor, person, store.placeOrder(made), 'by a program');
  yield minutes(chance.between(1, 30));
  order.become(status.awaitingFulfilment);
  return order;
};

/** Never paid, in every way there is. */
export function* neverPaid(floor: Floor, person: Person): Life {
  const { chance } = floor;
  const kind = chance.pick([
    'left at the payment',
    'never transferred',
    'cancelled unpaid',
    'declined',
  ]);
  const order = yield* atThePayment(floor, person, kind);
  if (kind === 'left at the payment') return;
  if (kind === 'declined') {
    order.pay('declined');
    return chance.of(0.5) ? order.become(status.declined) : undefined;
  }
  order.pay('pending');
  if (kind === 'never transferred') return;
  yield days(chance.between(0.1, 7));
  order.become(status.cancelled);
}

function* atThePayment(
  floor: Floor,
  person: Person,
  kind: string,
  digital = false,
): Generator<number, SimulatedOrder> {
  const cart = yield* visit(floor, person, digital);
  yield* checkOut(floor, person, cart);
  const order = cart.order(kind);
  yield seconds(floor.chance.between(10, 300));
  return order;
}
