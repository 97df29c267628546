import { counter } from '../ids.ts';

/** A group as `GET /v2/customer_groups` answers it. */
export interface CustomerGroup {
  readonly id: number;
  readonly name: string;
  readonly is_default: boolean;
  readonly is_group_for_guests: boolean;
  readonly category_access: { readonly type: 'all' };
  readonly discount_rules: readonly unknown[];
}

/** The groups that customers of the store are in, by id. */
export class CustomerGroups {
  readonly byId = new Map<number, CustomerGroup>();
  readonly #nextId = counter(1);

  add(name: string): CustomerGroup {
    return this.#put(this.#nextId(), name);
  }

  rename(id: number, name: string): CustomerGroup {
    if (!this.byId.has(id)) throw new RangeError(`The sandbox has no customer group ${id}`);
    return this.#put(id, name);
  }

  /** The group of this name, made when there is none. */
  named(name: string): CustomerGroup {
    for (const group of this.byId.values()) if (group.name === name) return group;
    return this.add(name);
  }

  #put(id: number, name: string): CustomerGroup {
    const group: CustomerGroup = {
      id,
      name,
      is_default: false,
      is_group_for_guests: false,
      category_access: { type: 'all' },
      discount_rules: [],
    };
    this.byId.set(id, group);
    return group;
  }
}
