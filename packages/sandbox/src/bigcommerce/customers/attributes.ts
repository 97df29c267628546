import { rfc3339, wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';

/** The definition of an attribute, as `GET /v3/customers/attributes` answers it. */
export interface CustomerAttribute {
  readonly id: number;
  readonly name: string;
  readonly type: 'string' | 'number' | 'date';
  readonly date_created: string;
  readonly date_modified: string;
}

/** One customer's value of an attribute, as `GET /v3/customers/attribute-values` answers it. Always text. */
export interface CustomerAttributeValue {
  readonly id: number;
  readonly attribute_id: number;
  readonly attribute_value: string;
  readonly customer_id: number;
  readonly date_created: string;
  readonly date_modified: string;
}

export interface AttributeValueRecord {
  readonly value: CustomerAttributeValue;
  readonly modifiedAt: number;
}

/** The attributes that the merchant thought of, and what customers have for them. */
export class Attributes {
  readonly byId = new Map<number, CustomerAttribute>();
  readonly #values = new Map<string, AttributeValueRecord>();
  readonly #nextId = counter(1);
  readonly #nextValueId = counter(1);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** All values, in the order in which they were first given. */
  get values(): readonly AttributeValueRecord[] {
    return [...this.#values.values()];
  }

  valuesOf(customerId: number): readonly CustomerAttributeValue[] {
    return this.values.flatMap(({ value }) => (value.customer_id === customerId ? [value] : []));
  }

  /** Gives a customer a value, or takes it away; the attribute is made when the store has none of this name. */
  set(customerId: number, name: string, text: string | undefined): void {
    const attribute = this.#named(name);
    const key = `${attribute.id} ${customerId}`;
    if (text === undefined) {
      this.#values.delete(key);
      return;
    }
    const before = this.#values.get(key)?.value;
    const modifiedAt = wholeSecond(this.#now());
    const date = rfc3339(modifiedAt);
    const value = {
      id: before?.id ?? this.#nextValueId(),
      attribute_id: attribute.id,
      attribute_value: text,
      customer_id: customerId,
      date_created: before?.date_created ?? date,
      date_modified: date,
    };
    this.#values.set(key, { value, modifiedAt });
  }

  forget(customerId: number): void {
    for (const [key, { value }] of this.#values) {
      if (value.customer_id === customerId) this.#values.delete(key);
    }
  }

  #named(name: string): CustomerAttribute {
    for (const attribute of this.byId.values()) if (attribute.name === name) return attribute;
    const date = rfc3339(this.#now());
    const attribute: CustomerAttribute = {
      id: this.#nextId(),
      name,
      type: 'string',
      date_created: date,
      date_modified: date,
    };
    this.byId.set(attribute.id, attribute);
    return attribute;
  }
}
