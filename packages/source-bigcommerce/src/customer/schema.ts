import * as z from 'zod';
import { amountOrZero, date, id, list, object, text } from '../fields.ts';

/**
 * What is read of a customer. Notes of the staff, form fields (which may hold anything, passwords too) and the IP
 * address are not.
 *
 * BigCommerce: REST Management, Customers V3, "Get All Customers".
 */
export const Customer = z.object({
  id: z.int().positive().transform(String),
  email: text,
  first_name: text,
  last_name: text,
  company: text,
  phone: text,
  /** Absent for a customer in no group. */
  customer_group_id: id,
  date_created: date.optional(),
  /** A change of an attribute through the API may leave it as it was. */
  date_modified: date.optional(),
  /** How many values there are: an answer includes ten at most. */
  attribute_count: z.int().nullish(),
  attributes: list(z.object({ attribute_id: z.int().transform(String), attribute_value: text })),
  store_credit_amounts: list(object({ amount: amountOrZero })),
  addresses: list(
    object({
      city: text,
      state_or_province: text,
      postal_code: text,
      country: text,
      country_code: text,
    }),
  ),
});
export type Customer = z.output<typeof Customer>;

/** The parts of a customer that an answer only has when they are asked for. */
export const included = 'addresses,storecredit,attributes';
