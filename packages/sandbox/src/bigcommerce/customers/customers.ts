import { rfc3339, wholeSecond } from '../dates.ts';
import { counter } from '../ids.ts';
import type { Address } from '../orders/order-parts.ts';
import type { Customer, CustomerChanges, CustomerRecord, NewCustomer } from './customer.ts';

/** The registered customers. Guests are known by the billing addresses of their orders only. */
export class Customers {
  readonly byId = new Map<number, CustomerRecord>();
  readonly #byEmail = new Map<string, number>();
  readonly #nextId = counter(1);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** For the sandbox's own user: the API answers unknown ids with less, never with an error. */
  get(id: number): Customer {
    return this.record(id).customer;
  }

  record(id: number): CustomerRecord {
    const record = this.byId.get(id);
    if (!record) throw new RangeError(`The sandbox has no customer ${id}`);
    return record;
  }

  /** An e-mail address belongs to one customer of a store, however it is capitalised. */
  withEmail(email: string): CustomerRecord | undefined {
    const id = this.#byEmail.get(email.toLowerCase());
    return id === undefined ? undefined : this.byId.get(id);
  }

  add(input: NewCustomer): Customer {
    const createdAt = wholeSecond(this.#now());
    const date = rfc3339(createdAt);
    const customer: Customer = {
      ...nobody,
      ...fieldsOf(input),
      id: this.#nextId(),
      date_created: date,
      date_modified: date,
    };
    this.#claim(customer);
    this.byId.set(customer.id, {
      customer,
      addresses: [],
      formFields: input.formFields ?? [],
      storeCredit: input.storeCredit ?? '0',
      createdAt,
      modifiedAt: createdAt,
    });
    return customer;
  }

  /** Changes what the customer says of itself. It was modified now. */
  update(id: number, changes: CustomerChanges): Customer {
    const { storeCredit, formFields } = changes;
    return this.change(id, ({ customer }) => ({
      customer: { ...customer, ...fieldsOf(changes) },
      ...(storeCredit !== undefined && { storeCredit }),
      ...(formFields !== undefined && { formFields }),
    }));
  }

  change(id: number, change: (record: CustomerRecord) => Partial<CustomerRecord>): Customer {
    const before = this.record(id);
    const changed = { ...before, ...change(before) };
    const modifiedAt = wholeSecond(this.#now());
    const customer = {
      ...changed.customer,
      address_count: changed.addresses.length,
      date_modified: rfc3339(modifiedAt),
    };
    this.#claim(customer);
    this.byId.set(id, { ...changed, customer, modifiedAt });
    return customer;
  }

  /** How many values of attributes the customer has, which is no modification of the customer. */
  countAttributes(id: number, attribute_count: number): void {
    const record = this.record(id);
    this.byId.set(id, { ...record, customer: { ...record.customer, attribute_count } });
  }

  delete(id: number): Customer {
    const customer = this.get(id);
    this.#byEmail.delete(customer.email.toLowerCase());
    this.byId.delete(id);
    return customer;
  }

  #claim({ id, email }: Customer): void {
    const key = email.toLowerCase();
    if ((this.#byEmail.get(key) ?? id) !== id) {
      throw new RangeError(`The sandbox already has a customer ${email}`);
    }
    const former = this.byId.get(id)?.customer.email.toLowerCase();
    if (former !== undefined) this.#byEmail.delete(former);
    this.#byEmail.set(key, id);
  }
}

const nobody = {
  email: '',
  first_name: '',
  last_name: '',
  company: '',
  phone: '',
  notes: '',
  tax_exempt_category: '',
  customer_group_id: 0,
  address_count: 0,
  attribute_count: 0,
  accepts_product_review_abandoned_cart_emails: true,
  origin_channel_id: 1,
  channel_ids: null,
  registration_ip_address: '',
};

function fieldsOf(input: CustomerChanges): Partial<Customer> {
  const { email, firstName, lastName, company, phone, notes, customerGroupId, channelIds } = input;
  return {
    ...(email !== undefined && { email }),
    ...(firstName !== undefined && { first_name: firstName }),
    ...(lastName !== undefined && { last_name: lastName }),
    ...(company !== undefined && { company }),
    ...(phone !== undefined && { phone }),
    ...(notes !== undefined && { notes }),
    ...(customerGroupId !== undefined && { customer_group_id: customerGroupId }),
    ...(channelIds !== undefined && { channel_ids: channelIds }),
  };
}

/** What checkout knows of a customer before he types anything. */
export function addressOf(customer: Customer | undefined): Partial<Address> {
  if (!customer) return {};
  const { first_name, last_name, company, phone, email } = customer;
  return { first_name, last_name, company, phone, email };
}
