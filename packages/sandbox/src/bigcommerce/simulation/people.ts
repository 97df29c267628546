import type { BigCommerceSandbox } from '../public.ts';
import type { Chance } from './chance.ts';

/** Whoever buys: registered, or a guest who is known by an address only. */
export interface Person {
  /** The present one last. */
  readonly emails: readonly string[];
  readonly firstName: string;
  readonly lastName: string;
  /** 0: not registered. */
  readonly customerId: number;
}

interface KnownPerson extends Person {
  readonly emails: string[];
  customerId: number;
  readonly phone: string;
}

const firstNames = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gil', 'Hana', 'Ivo', 'Joy'];
const lastNames = ['Ash', 'Brook', 'Cole', 'Dale', 'Elm', 'Field', 'Grove', 'Hill', 'Inn'];

/** Klaviyo throws away what is sent for example.com, so nobody lives there. */
const domain = 'post.millrace-shop.co';

export const emailOf = ({ emails }: Person): string => emails.at(-1) ?? '';

/** Everybody who ever comes to the shop. */
export class People {
  readonly #store: BigCommerceSandbox;
  readonly #chance: Chance;
  readonly #known: KnownPerson[] = [];

  constructor(store: BigCommerceSandbox, chance: Chance) {
    this.#store = store;
    this.#chance = chance;
  }

  /** One who comes today: often somebody who has been here before. */
  visitor(): Person {
    const index = this.#chance.whole(0, this.#known.length - 1);
    const known = this.#chance.of(0.6) ? this.#known[index] : undefined;
    return known ?? this.#stranger();
  }

  /** Whoever ordered as a guest before keeps the address. */
  register(person: Person): void {
    const known = this.#find(person);
    if (known.customerId !== 0) return;
    const { firstName, lastName } = person;
    known.customerId = this.#store.addCustomer({
      email: emailOf(person),
      firstName,
      lastName,
      phone: known.phone,
    }).id;
  }

  /** A registered customer moves to another address; the account stays. */
  changeEmail(person: Person): void {
    const known = this.#find(person);
    const [first = ''] = known.emails;
    const email = `new${known.emails.length}.${first}`;
    this.#store.updateCustomer(known.customerId, { email });
    known.emails.push(email);
  }

  #stranger(): Person {
    const count = this.#known.length + 1;
    const person: KnownPerson = {
      emails: [`shopper${count}@${domain}`],
      firstName: firstNames[count % firstNames.length] ?? '',
      lastName: lastNames[count % lastNames.length] ?? '',
      customerId: 0,
      phone: `+1512555${String(count).padStart(4, '0')}`,
    };
    this.#known.push(person);
    return person;
  }

  #find(person: Person): KnownPerson {
    const known = this.#known.find((one) => one === person);
    if (!known) throw new RangeError('Nobody knows this person');
    return known;
  }
}
