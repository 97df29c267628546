import type { DecimalText } from '../money.ts';
import { counter } from '../ids.ts';
import type { Emit } from '../webhooks/events.ts';
import type { Attributes } from './attributes.ts';
import type {
  Customer,
  CustomerAddress,
  CustomerChanges,
  NewAddress,
  NewCustomer,
} from './customer.ts';
import type { CustomerGroup, CustomerGroups } from './customer-groups.ts';
import type { Customers } from './customers.ts';

export interface CustomerActions {
  addCustomer(customer: NewCustomer): Customer;
  /** Also the email: the id stays. */
  updateCustomer(id: number, changes: CustomerChanges): Customer;
  deleteCustomer(id: number): void;
  /** Adds an address, or changes the one with this id. */
  setAddress(customerId: number, address: NewAddress, addressId?: number): CustomerAddress;
  deleteAddress(customerId: number, addressId: number): void;
  /** `undefined` takes the value away. */
  setAttribute(
    customerId: number,
    name: string,
    value: string | undefined,
    how?: { readonly by: 'api' | 'control panel' },
  ): void;
  setStoreCredit(customerId: number, amount: DecimalText): void;
  /** By name: the group is made when the store has none of that name. `undefined`: in no group. */
  setGroup(customerId: number, name: string | undefined): void;
  /** Customers in it are not modified by that, and no webhook says it. */
  renameGroup(groupId: number, name: string): CustomerGroup;
}

/**
 * What happens to customers, with the webhooks the store sends for it. A change of an address has webhooks of its own,
 * and `store/customer/updated` is not among them. An attribute changed through the API has none; changed in the control
 * panel it has `store/customer/updated`.
 *
 * Of `date_modified` the vendor does not say. Here an address changes that of its customer, since nothing else tells of
 * it; an attribute set through the API does not, since its value has a date of its own.
 *
 * Source: BigCommerce, Webhook Events, "Customers".
 */
export function customerActions(
  { customers, groups, attributes }: CustomerBooks,
  emit: Emit,
): CustomerActions {
  const nextAddressId = counter(1);
  const emitCustomer = (event: string, id: number) =>
    emit(`store/customer/${event}`, { type: 'customer', id });
  // `data.id` is the address's, in spite of its type.
  const emitAddress = (event: string, id: number, customer_id: number) =>
    emit(`store/customer/address/${event}`, { type: 'customer', id, address: { customer_id } });

  const update = (id: number, changes: CustomerChanges): Customer => {
    const customer = customers.update(id, changes);
    emitCustomer('updated', id);
    return customer;
  };

  return {
    addCustomer(input) {
      const customer = customers.add(input);
      emitCustomer('created', customer.id);
      return customer;
    },

    updateCustomer: update,

    deleteCustomer(id) {
      customers.delete(id);
      attributes.forget(id);
      emitCustomer('deleted', id);
    },

    setAddress(customerId, input, addressId) {
      const { customer, addresses } = customers.record(customerId);
      const before = addresses.find(({ id }) => id === addressId);
      if (addressId !== undefined && !before) {
        throw new RangeError(`Customer ${customerId} has no address ${addressId}`);
      }
      const { first_name, last_name, company, phone } = customer;
      const id = addressId ?? nextAddressId();
      const own = { first_name, last_name, company, phone, id, customer_id: customerId };
      const address = { ...emptyAddress, ...own, ...before, ...input };
      customers.change(customerId, (record) => ({
        addresses: before
          ? record.addresses.map((each) => (each.id === id ? address : each))
          : [...record.addresses, address],
      }));
      emitAddress(before ? 'updated' : 'created', id, customerId);
      return address;
    },

    deleteAddress(customerId, addressId) {
      customers.change(customerId, ({ addresses }) => ({
        addresses: addresses.filter(({ id }) => id !== addressId),
      }));
      emitAddress('deleted', addressId, customerId);
    },

    setAttribute(customerId, name, value, { by } = { by: 'control panel' }) {
      customers.get(customerId);
      attributes.set(customerId, name, value);
      customers.countAttributes(customerId, attributes.valuesOf(customerId).length);
      if (by === 'control panel') update(customerId, {});
    },

    setStoreCredit(customerId, storeCredit) {
      update(customerId, { storeCredit });
    },

    setGroup(customerId, name) {
      update(customerId, { customerGroupId: name === undefined ? 0 : groups.named(name).id });
    },

    renameGroup: (groupId, name) => groups.rename(groupId, name),
  };
}

/** All that the store knows of its customers. */
export interface CustomerBooks {
  readonly customers: Customers;
  readonly groups: CustomerGroups;
  readonly attributes: Attributes;
}

const emptyAddress: Omit<CustomerAddress, 'id' | 'customer_id'> = {
  first_name: '',
  last_name: '',
  company: '',
  address1: '',
  address2: '',
  city: '',
  state_or_province: '',
  postal_code: '',
  country: '',
  country_code: '',
  phone: '',
  address_type: 'residential',
};
