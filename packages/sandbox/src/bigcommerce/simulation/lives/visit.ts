import { SimulatedCart } from '../deeds/cart.ts';
import { uuid } from '../deeds/uuid.ts';
import type { Floor } from '../floor.ts';
import type { Ware } from '../goods.ts';
import { emailOf, type Person } from '../people.ts';
import type { StorefrontEvent } from '../records.ts';
import { hours, minutes, seconds } from '../spans.ts';

/** Somebody looks around, and puts something into a cart. */
export function* visit(
  floor: Floor,
  person: Person,
  digital: boolean,
): Generator<number, SimulatedCart> {
  const { chance, goods, history } = floor;
  const choice = digital ? goods.digital : goods.physical;
  const anonymousId = uuid(chance);
  const told: string[] = [];
  const say = (event: StorefrontEvent['event'], product: Ware, cartId?: string): void => {
    const messageId = `${anonymousId}:${told.length}`;
    told.push(messageId);
    floor.tell({ messageId, event, anonymousId, cartId, product });
  };

  let product = chance.pick(choice);
  // Not everybody lets the storefront watch.
  const watched = chance.of(0.5);
  for (let views = watched ? chance.whole(1, 3) : 0; views > 0; views -= 1) {
    say('Product Viewed', product);
    yield seconds(chance.between(10, 200));
    product = chance.pick(choice);
  }
  const cart = new SimulatedCart(floor, person, product.id);
  if (watched) {
    say('Product Added', product, cart.id);
  }
  for (let more = chance.whole(0, 3); more > 0; more -= 1) {
    yield seconds(chance.between(20, 400));
    cart.add(chance.pick(choice).id);
  }
  if (chance.of(0.03)) {
    cart.switchCurrency('EUR', '0.9');
    if (watched) say('Cart Viewed', product, cart.id);
  }
  if (watched) history.visits.push({ anonymousId, told, cartId: cart.id });
  return cart;
}

/** From the cart to the payment page. */
export function* checkOut(
  floor: Floor,
  person: Person,
  cart: SimulatedCart,
): Generator<number, void> {
  const { chance } = floor;
  yield seconds(chance.between(20, 300));
  if (cart.isGuests) {
    if (chance.of(0.05)) {
      cart.leaveEmail(`typo.${emailOf(person)}`);
      yield seconds(chance.between(10, 60));
    }
    cart.leaveEmail(emailOf(person));
    yield seconds(chance.between(10, 60));
  }
  if (chance.of(0.15)) cart.applyCoupon(chance.pick(['OAK1', 'HELLO']), '1.33');
  yield seconds(chance.between(20, 200));
  cart.fillIn(chance.pick(['0', '4.90', '12.00']));
  yield seconds(chance.between(5, 60));
}

/** Somebody is called away from the checkout, and never comes back. */
export function* giveUp(floor: Floor, person: Person): Generator<number, void> {
  const { chance } = floor;
  const cart = yield* visit(floor, person, false);
  if (chance.of(0.8)) yield* checkOut(floor, person, cart);
  yield hours(1) + minutes(chance.between(0, 5));
  cart.abandon();
}
