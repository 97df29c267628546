import * as z from 'zod';

/** What a caller may say of customers. */
export const customerFields = {
  /** Whether customers are told of, as identify events. Default true. */
  customers: z.boolean().default(true),
  /** The attributes of customers that are told, by their names, or `all`. Default `all`. */
  customerAttributes: z.union([z.literal('all'), z.array(z.string().min(1))]).default('all'),
};
