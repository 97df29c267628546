import * as z from 'zod';

/**
 * A webhook of the API account that asks; those of other accounts are never shown.
 *
 * BigCommerce: Webhooks V3, "Get All Webhooks" and "Get Admin Info"
 */
export const Hook = z.object({
  id: z.int(),
  scope: z.string(),
  destination: z.string(),
  is_active: z.boolean(),
  /** None may be written as an empty list. */
  headers: z.preprocess(
    (headers) => (Array.isArray(headers) && headers.length === 0 ? {} : (headers ?? {})),
    z.record(z.string(), z.string()),
  ),
  /** `deactivated`: by BigCommerce, as two days of attempts failed or it had nothing to say for 90 days. */
  status: z.enum(['active', 'inactive', 'deactivated']).optional().catch(undefined),
});
export type Hook = z.output<typeof Hook>;

/** A domain to which nothing is sent for minutes, as too little of it was answered with 200. */
const BlockedDomain = z.object({
  destination: z.string(),
  time_left: z.number(),
  reasons: z
    .array(z.object({ failure_description: z.string(), count: z.number() }))
    .optional()
    .default([]),
});

const absent = <T extends z.ZodType>(list: z.ZodArray<T>) =>
  z.preprocess((value) => value ?? [], list);

export const Admin = z.object({
  emails: absent(z.array(z.string())),
  hooks_list: absent(z.array(Hook)),
  blocked_domains: absent(z.array(BlockedDomain)),
});
export type Admin = z.output<typeof Admin>;
