import { type SimulatedOrder, status } from '../deeds/order.ts';
import type { Floor } from '../floor.ts';
import type { Life } from '../life.ts';
import { days, hours, minutes } from '../spans.ts';

/** What becomes of an order that is paid. */
export type Afterwards = (floor: Floor, order: SimulatedOrder) => Life;

export const shipped: Afterwards = function* ({ chance }, order) {
  yield hours(chance.between(2, 60));
  if (chance.of(0.5)) {
    order.become(status.awaitingShipment);
    yield hours(chance.between(1, 24));
  }
  const [first, second] = order.lines;
  if (first && second && chance.of(0.3)) {
    order.ship([{ orderProductId: first.id, quantity: 1 }]);
    yield hours(chance.between(5, 50));
  }
  order.ship();
  if (!chance.of(0.4)) return;
  yield days(chance.between(2, 6));
  order.become(status.completed);
};

export const pickedUp: Afterwards = function* ({ chance }, order) {
  yield hours(chance.between(1, 8));
  order.become(status.awaitingPickup);
  yield hours(chance.between(2, 48));
  order.become(status.completed);
};

export const nothingMore: Afterwards = function* () {
  // It waits for its shipment when the month ends.
};

export const cancelled: Afterwards = function* ({ chance }, order) {
  yield minutes(chance.between(2, 3_000));
  order.become(status.cancelled);
};

export const cancelledAndPaidBack: Afterwards = function* ({ chance }, order) {
  yield hours(chance.between(1, 40));
  order.refund({ reason: 'changed their mind' });
  yield minutes(chance.between(1, 30));
  order.become(status.cancelled);
};

export const returned: Afterwards = function* (floor, order) {
  const { chance } = floor;
  yield* shipped(floor, order);
  yield days(chance.between(2, 8));
  order.refund({ reason: chance.pick(['too small', 'broken', '']) });
};

/** Some of it comes back, and then perhaps some more; one bank does not take the money at first. */
export const returnedInParts: Afterwards = function* (floor, order) {
  const { chance } = floor;
  yield* shipped(floor, order);
  yield days(chance.between(1, 4));
  if (chance.of(0.2)) {
    order.refund({ amount: '0.5', declined: true });
    yield hours(chance.between(1, 20));
  }
  const [line, another] = order.lines;
  if (line) order.refund({ items: [{ orderProductId: line.id, quantity: 1 }] });
  yield hours(chance.between(1, 60));
  if (another && chance.of(0.6)) {
    order.refund({
      items: [{ orderProductId: another.id, quantity: 1 }],
      keepStatus: chance.of(0.3),
    });
  }
  yield hours(chance.between(1, 20));
  if (chance.of(0.3)) order.refund({ amount: '0.25', reason: 'goodwill' });
};

/** The money went back by some other way, and staff only say so. */
export const paidBackByStatus: Afterwards = function* (floor, order) {
  yield* shipped(floor, order);
  yield days(floor.chance.between(1, 8));
  order.become(status.refunded);
};

export const disputed: Afterwards = function* (floor, order) {
  const { chance } = floor;
  yield* shipped(floor, order);
  yield days(chance.between(1, 5));
  order.become(status.disputed);
  yield days(chance.between(1, 5));
  if (chance.of(0.5)) order.refund({ reason: 'chargeback' });
  else order.become(status.completed);
};

/** Staff set the status by hand, to and fro, for reasons of their own. */
export const nonsense: Afterwards = function* ({ chance }, order) {
  for (let times = chance.whole(3, 8); times > 0; times -= 1) {
    yield minutes(chance.between(1, 900));
    order.become(
      chance.pick([
        status.awaitingFulfilment,
        status.shipped,
        status.awaitingPayment,
        status.partiallyShipped,
        status.completed,
        status.cancelled,
        status.pending,
        status.awaitingShipment,
      ]),
    );
  }
};

export const corrected: Afterwards = function* (floor, order) {
  const { chance } = floor;
  yield minutes(chance.between(5, 600));
  order.correct({ staff_notes: 'called, wants it on a Friday' });
  yield* shipped(floor, order);
  yield hours(chance.between(1, 40));
  order.correct({ customer_message: 'Thanks!' });
};

/** Staff change what was ordered: one more of this, none of that, cheaper shipping, another address to write to. */
export const edited: Afterwards = function* (floor, order) {
  const { chance, goods } = floor;
  yield minutes(chance.between(5, 900));
  const [line, another] = order.lines;
  if (line && chance.of(0.5)) {
    order.edit({ quantities: [{ orderProductId: line.id, quantity: line.quantity + 1 }] });
  } else if (another) order.edit({ remove: [another.id] });
  yield minutes(chance.between(5, 900));
  order.edit({
    add: [{ productId: chance.pick(goods.physical).id, quantity: 1 }],
    shipping: '3.5',
  });
  yield* shipped(floor, order);
};

export const archived: Afterwards = function* (floor, order) {
  yield* shipped(floor, order);
  yield days(floor.chance.between(1, 5));
  order.archive();
};
