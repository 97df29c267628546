import type { Cart } from '../../carts/show-cart.ts';
import type { CheckoutAddress } from '../../carts/new-cart.ts';
import { decimal, rounded } from '../../money.ts';
import type { Floor } from '../floor.ts';
import { emailOf, type Person } from '../people.ts';
import { SimulatedOrder } from './order.ts';
import { uuid } from './uuid.ts';

/** One cart of the simulation: whatever is done to it is done through this, so that the history has all of it. */
export class SimulatedCart {
  readonly #floor: Floor;
  readonly #person: Person;
  readonly #taxRate: string;
  /** The account that the cart was begun with; who registers meanwhile goes on as a guest. */
  readonly #customerId: number;
  #id: string;
  #history;
  #email: string;
  #addressed = false;
  #shipping = '0';
  #content = 0;
  #total = '0';

  constructor(floor: Floor, person: Person, productId: number) {
    const { chance, store, history } = floor;
    this.#floor = floor;
    this.#person = person;
    this.#taxRate = chance.pick(['0', '0', '0.0825', '0.19']);
    this.#id = uuid(chance);
    this.#history = history.cartBegins(this.#id);
    this.#customerId = person.customerId;
    this.#email = person.customerId === 0 ? '' : emailOf(person);
    const cart = store.createCart({
      id: this.#id,
      lines: [{ productId, quantity: chance.whole(1, 3) }],
      ...(person.customerId !== 0 && { customerId: person.customerId }),
      currency: chance.pick(['USD', 'USD', 'USD', 'EUR']),
      taxRate: this.#taxRate,
      ...(chance.of(0.1) && { discount: '0.75' }),
    });
    this.#changed(cart, 2);
  }

  get id(): string {
    return this.#id;
  }

  get isGuests(): boolean {
    return this.#customerId === 0;
  }

  add(productId: number): void {
    const { store, chance } = this.#floor;
    const options = chance.of(0.2) && { options: [{ name: 'Colour', value: 'Red' }] };
    const lines = [{ productId, quantity: chance.whole(1, 3), ...options }];
    this.#changed(store.addToCart(this.#id, { lines }), 1);
  }

  applyCoupon(code: string, amount: string): void {
    this.#changed(this.#floor.store.applyCoupon(this.#id, { code, amount }), 2);
  }

  /** A guest says where to write to. */
  leaveEmail(email: string): void {
    this.#email = email;
    this.#changed(this.#floor.store.setCartEmail(this.#id, email), 1);
  }

  /** No webhook says so. */
  fillIn(shipping: string): void {
    const { store } = this.#floor;
    const { firstName, lastName } = this.#person;
    const address: Partial<CheckoutAddress> = {
      first_name: firstName,
      last_name: lastName,
      address1: '1 Mill Lane',
      city: 'Austin',
      state_or_province: 'Texas',
      state_or_province_code: 'TX',
      country: 'United States',
      country_code: 'US',
      postal_code: '78701',
    };
    if (this.isGuests) store.setBillingAddress(this.#id, { ...address, email: this.#email });
    else store.setBillingAddress(this.#id, { ...address, email: emailOf(this.#person) });
    this.#shipping = shipping;
    this.#addressed = true;
    const cart = store.setShippingAddress(this.#id, address, shipping);
    this.#noted(cart, 0);
  }

  /** The same in another cart, of another id. */
  switchCurrency(currency: string, rate: string): void {
    const { store, history, driver } = this.#floor;
    const cart = store.switchCurrency(this.#id, currency, rate);
    this.#history.goneAt = driver.now();
    this.#id = cart.id;
    this.#history = history.cartBegins(cart.id);
    this.#shipping = rounded(decimal(this.#shipping).times(rate)).toFixed();
    this.#changed(cart, 2);
  }

  /** An hour has passed, and nobody came back. */
  abandon(): void {
    const { store, driver } = this.#floor;
    store.abandonCart(this.#id);
    this.#history.steps.push(this.#step(driver.now(), 1));
  }

  /** The shopper goes to the payment: an order, Incomplete. The cart stays until it is paid. */
  order(kind: string): SimulatedOrder {
    const order = this.#floor.store.convertCart(this.#id, { email: emailOf(this.#person) });
    return new SimulatedOrder(this.#floor, this.#person, order, kind, () => {
      this.#history.goneAt ??= this.#floor.driver.now();
    });
  }

  #changed(cart: Cart, webhooks: number): void {
    this.#content += 1;
    this.#noted(cart, webhooks);
  }

  #noted(cart: Cart, webhooks: number): void {
    const shipping = decimal(this.#shipping);
    const tax = rounded(shipping.times(this.#taxRate));
    this.#total = decimal(cart.cart_amount).plus(shipping).plus(tax).toFixed();
    this.#history.steps.push(this.#step(this.#floor.driver.now(), webhooks));
  }

  #step(at: number, webhooks: number) {
    const begun = this.#email !== '' && (this.isGuests || this.#addressed);
    return { at, begun, total: this.#total, content: this.#content, webhooks };
  }
}
