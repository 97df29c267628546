/** What is found of one destination. */
export interface Found {
  /** Events that no lease has looked at, or that are on loan; exceptions are counted apart. */
  pending: number;
  exceptions: number;
  held: number;
  dead: number;
}

/** What a walk through all tables finds, to be compared with what was counted as it changed. */
export class Recount {
  events = 0;
  bytes = 0;
  readonly #destinations = new Map<string, Found>();

  /** @param name a destination, or '' for the transforms. */
  of(name: string): Found {
    let found = this.#destinations.get(name);
    if (found === undefined) {
      found = { pending: 0, exceptions: 0, held: 0, dead: 0 };
      this.#destinations.set(name, found);
    }
    return found;
  }

  /** The destinations that something was found of. */
  names(): string[] {
    return [...this.#destinations.keys()].filter((name) => name !== '');
  }
}
