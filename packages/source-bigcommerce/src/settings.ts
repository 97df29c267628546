import * as z from 'zod';

const secret = (what: string) =>
  z
    .string()
    // What a header cannot hold would be refused by fetch, with the secret in its error.
    .regex(/^[\x21-\x7e]+$/, `expected ${what}, without spaces`);

// Looked up with each request, so that what replaces it later (a proxy agent, a test) is used.
const globalFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

/** What `bigcommerce()` takes. */
export const Settings = z.strictObject({
  /** The store, as in `https://api.bigcommerce.com/stores/{storeHash}`. */
  storeHash: z.string().regex(/^[A-Za-z0-9]{1,50}$/, 'expected a store hash such as "abc123"'),
  /**
   * The access token of an API account with the scope Orders, read-only.
   *
   * BigCommerce: API accounts, OAuth scopes
   */
  accessToken: secret('the access token of an API account'),
  /**
   * The client secret of the API account that made the webhooks: they are signed with it. Several while one replaces
   * another.
   *
   * BigCommerce: HTTPS webhooks overview, "Security"
   */
  clientSecret: z
    .union([
      secret('the client secret of an API account'),
      z.array(secret('client secrets')).min(1),
    ])
    .transform((secrets): readonly string[] => (typeof secrets === 'string' ? [secrets] : secrets)),
  /** Where BigCommerce's API is. Default `https://api.bigcommerce.com`. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as "https://api.bigcommerce.com"' })
    // fetch refuses such a URL, with the password in its error.
    .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
      error: 'cannot carry a user name or a password',
    })
    .default('https://api.bigcommerce.com')
    .transform((url) => url.replace(/\/+$/, '')),
  /**
   * `if-present` lets a webhook without any signature through, for stores whose webhooks are not signed; one with a
   * wrong signature is refused all the same. Set `sharedHeader` then. Default `required`.
   */
  signature: z.enum(['required', 'if-present']).default('required'),
  /** How far the time of a signature may be from now, in seconds. Default 300, as Standard Webhooks has it. */
  toleranceSeconds: z.int().min(1).default(300),
  /**
   * A header that every webhook must carry: the `headers` that the webhook was made with.
   *
   * BigCommerce: Webhooks V3, "Create a Webhook"
   */
  sharedHeader: z
    .strictObject({
      name: z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,64}$/, 'expected the name of a header'),
      value: z.string().min(8, 'expected at least 8 characters'),
    })
    .optional(),
  /**
   * The ids of the statuses in which an order is not placed yet. Default 0, 1 and 7: Incomplete, Pending and Awaiting
   * Payment.
   *
   * BigCommerce: Orders V2, "Order statuses"
   */
  notPlaced: z.array(z.int().min(0)).default([0, 1, 7]),
  /** How many orders are fetched at a time. Default 4. */
  concurrency: z.int().min(1).max(100).default(4),
  /** How long one request may take, in milliseconds. Default 15,000. */
  timeoutMs: z.int().min(1).default(15_000),
  /** Makes the HTTP requests. Default: the global `fetch`. */
  fetch: z
    .custom<typeof globalThis.fetch>((value) => typeof value === 'function', {
      error: 'expected a function such as fetch',
    })
    .default(() => globalFetch),
});

export type Settings = z.output<typeof Settings>;

/** The settings of `bigcommerce()`, as a caller writes them. */
export type BigCommerceSettings = z.input<typeof Settings>;
