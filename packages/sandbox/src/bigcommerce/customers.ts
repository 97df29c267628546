import { rfc3339 } from './dates.ts';
import type { Address } from './orders/order-parts.ts';

/** A customer as `GET /v3/customers` answers it. */
export interface Customer {
  readonly id: number;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly phone: string;
  readonly notes: string;
  readonly tax_exempt_category: string;
  /** 0: in no group. */
  readonly customer_group_id: number;
  readonly date_created: string;
  readonly date_modified: string;
  readonly address_count: number;
  readonly attribute_count: number;
  readonly accepts_product_review_abandoned_cart_emails: boolean;
  readonly origin_channel_id: number;
  /** `null`: known on every channel. */
  readonly channel_ids: readonly number[] | null;
  readonly registration_ip_address: string;
}

/** What `addCustomer` takes. */
export interface NewCustomer {
  readonly email: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  readonly customerGroupId?: number | undefined;
}

/** The registered customers. Guests are known by the billing addresses of their orders only. */
export class Customers {
  readonly byId = new Map<number, Customer>();
  readonly #byEmail = new Map<string, Customer>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(input: NewCustomer): Customer {
    if (this.withEmail(input.email)) {
      throw new RangeError(`The sandbox already has a customer ${input.email}`);
    }
    const date = rfc3339(this.#now());
    const customer: Customer = {
      id: this.byId.size + 1,
      email: input.email,
      first_name: input.firstName ?? '',
      last_name: input.lastName ?? '',
      company: input.company ?? '',
      phone: input.phone ?? '',
      notes: '',
      tax_exempt_category: '',
      customer_group_id: input.customerGroupId ?? 0,
      date_created: date,
      date_modified: date,
      address_count: 0,
      attribute_count: 0,
      accepts_product_review_abandoned_cart_emails: true,
      origin_channel_id: 1,
      channel_ids: null,
      registration_ip_address: '',
    };
    this.byId.set(customer.id, customer);
    this.#byEmail.set(customer.email.toLowerCase(), customer);
    return customer;
  }

  /** An e-mail address belongs to one customer of a store, however it is capitalised. */
  withEmail(email: string): Customer | undefined {
    return this.#byEmail.get(email.toLowerCase());
  }

  /** For the sandbox's own user: the API answers unknown ids with less, never with an error. */
  get(id: number): Customer {
    const customer = this.byId.get(id);
    if (!customer) throw new RangeError(`The sandbox has no customer ${id}`);
    return customer;
  }
}

/** What checkout knows of a customer before he types anything. */
export function addressOf(customer: Customer | undefined): Partial<Address> {
  if (!customer) return {};
  const { first_name, last_name, company, phone, email } = customer;
  return { first_name, last_name, company, phone, email };
}
