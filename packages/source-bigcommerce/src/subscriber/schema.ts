import * as z from 'zod';
import { date, list, text } from '../fields.ts';

/**
 * What is read of a newsletter subscriber. The id is not a customer's.
 *
 * BigCommerce: REST Management, Subscribers V3, "Get Subscribers".
 */
export const Subscriber = z.object({
  id: z.int().positive().transform(String),
  email: text,
  first_name: text,
  last_name: text,
  /** `storefront`, `order` or `custom`. */
  source: text,
  channel_id: z.int().nullish(),
  /** Empty for who unsubscribed, and for who never agreed: a checkout without the tick makes a subscriber, too. */
  consents: list(text),
  date_created: date.optional(),
  date_modified: date.optional(),
});
export type Subscriber = z.output<typeof Subscriber>;
