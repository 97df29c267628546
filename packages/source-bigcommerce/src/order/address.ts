import { text } from '../fields.ts';

/** What the billing address and a shipping address of an order have in common. */
export const addressFields = {
  first_name: text,
  last_name: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
  country_iso2: text,
  phone: text,
};
