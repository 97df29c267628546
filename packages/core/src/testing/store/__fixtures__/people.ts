import type { ExternalId } from '../../../event/context.ts';

/** One person as the model knows them; two that turn out to be one become one record. */
interface Person {
  readonly identifiers: Set<string>;
  hasUser: boolean;
  /** Changes whenever something new is known. */
  version: number;
  mergedInto?: Person;
}

/** Whoever {@link People} has made. */
export type Who = Person;

const keyOf = ({ type, id }: ExternalId): string => `${type} ${id}`;

/**
 * The identity graph as docs/spec/store.md tells it, for user ids and anonymous ids: an event is about whoever has its
 * first identifier; the others join, unless that would make one person of two with user ids.
 */
export class People {
  readonly #owners = new Map<string, Person>();

  /** Who somebody is by now. */
  now(person: Who): Who {
    return person.mergedInto === undefined ? person : this.now(person.mergedInto);
  }

  same(a: Who, b: Who): boolean {
    return this.now(a) === this.now(b);
  }

  /** @returns whom the event is about, and whether something new is known of somebody known before. */
  link(identifiers: readonly ExternalId[]): { readonly person: Who; readonly learned: boolean } {
    const [first, ...others] = identifiers.map((identifier) => ({
      key: keyOf(identifier),
      isUser: identifier.type === 'user_id',
    }));
    if (first === undefined) throw new TypeError('an event is about somebody');
    const known = this.#owner(first.key);
    const person = known ?? { identifiers: new Set(), hasUser: false, version: 0 };
    const before = person.version;
    if (known === undefined) this.#learn(person, first.key, first.isUser);
    let merged = false;
    for (const { key, isUser } of others) {
      const owner = this.#owner(key);
      if (owner === undefined) {
        this.#learn(person, key, isUser);
      } else if (owner !== person && !(owner.hasUser && person.hasUser)) {
        for (const identifier of owner.identifiers) person.identifiers.add(identifier);
        person.hasUser ||= owner.hasUser;
        person.version += 1;
        owner.mergedInto = person;
        merged = true;
      }
    }
    return { person, learned: merged || (known !== undefined && person.version > before) };
  }

  #owner(key: string): Person | undefined {
    const owner = this.#owners.get(key);
    return owner && this.now(owner);
  }

  #learn(person: Person, key: string, isUser: boolean): void {
    this.#owners.set(key, person);
    person.identifiers.add(key);
    person.hasUser ||= isUser;
    person.version += 1;
  }
}
