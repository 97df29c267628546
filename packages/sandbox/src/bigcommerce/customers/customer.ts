import type { DecimalText } from '../money.ts';

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

/** One of the addresses that `include=addresses` adds. */
export interface CustomerAddress {
  readonly id: number;
  readonly customer_id: number;
  readonly first_name: string;
  readonly last_name: string;
  readonly company: string;
  readonly address1: string;
  readonly address2: string;
  readonly city: string;
  readonly state_or_province: string;
  readonly postal_code: string;
  readonly country: string;
  readonly country_code: string;
  readonly phone: string;
  readonly address_type: 'residential' | 'commercial';
}

/** What a merchant asks of customers beside the fields that all have. Its value is always text. */
export interface FormField {
  readonly name: string;
  readonly value: string | number | readonly string[];
}

/** What `addCustomer` takes. */
export interface NewCustomer {
  readonly email: string;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly company?: string | undefined;
  readonly phone?: string | undefined;
  /** What the staff wrote about them. */
  readonly notes?: string | undefined;
  readonly customerGroupId?: number | undefined;
  readonly storeCredit?: DecimalText | undefined;
  readonly formFields?: readonly FormField[] | undefined;
  /** Known on these channels only. */
  readonly channelIds?: readonly number[] | undefined;
}

/** What `updateCustomer` changes: what is not named stays. */
export type CustomerChanges = Partial<NewCustomer>;

/** What `setAddress` takes; the names are the customer's own when absent. */
export type NewAddress = Partial<Omit<CustomerAddress, 'id' | 'customer_id'>>;

/** A customer with what the API shows only when it is asked to include it. */
export interface CustomerRecord {
  readonly customer: Customer;
  readonly addresses: readonly CustomerAddress[];
  readonly formFields: readonly FormField[];
  readonly storeCredit: DecimalText;
  readonly createdAt: number;
  readonly modifiedAt: number;
}
