/** A brand or a category: something products share, found by id or by name. */
export interface Group {
  readonly id: number;
  readonly name: string;
  readonly path: string;
}

export class Groups {
  readonly byId = new Map<number, Group>();
  readonly #byName = new Map<string, Group>();
  readonly #firstId: number;
  readonly #path: (name: string) => string;

  constructor(firstId: number, path: (name: string) => string) {
    this.#firstId = firstId;
    this.#path = path;
  }

  /** The group of this name, made when there is none. */
  named(name: string): Group {
    const known = this.#byName.get(name);
    if (known) return known;
    const group = { id: this.#firstId + this.byId.size, name, path: this.#path(name) };
    this.byId.set(group.id, group);
    this.#byName.set(name, group);
    return group;
  }
}
