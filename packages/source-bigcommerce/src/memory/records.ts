import * as z from 'zod';

/** An order in the inbox. */
export const Waiting = z.object({
  orderId: z.int(),
  /** When the first of the notices came that are not dealt with: ISO 8601, UTC. */
  since: z.string(),
  /** Changes with each notice: whoever dealt with the order sees whether another one came meanwhile. */
  notices: z.int(),
  /** How often it failed. */
  attempts: z.int(),
  /** How often BigCommerce had no such order. */
  missing: z.int(),
  /** Why it failed the last time. */
  reason: z.string().optional(),
});
export type Waiting = z.output<typeof Waiting>;

/** An order that was passed over. */
export const Skipped = z.object({
  orderId: z.int(),
  reason: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
});
export type Skipped = z.output<typeof Skipped>;
