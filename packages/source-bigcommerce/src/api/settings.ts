import * as z from 'zod';

/** A secret that goes into a header. */
export const secret = (what: string) =>
  z
    .string()
    // What a header cannot hold would be refused by fetch, with the secret in its error.
    .regex(/^[\x21-\x7e]+$/, `expected ${what}, without spaces`);

// Looked up with each request, so that what replaces it later (a proxy agent, a test) is used.
const globalFetch: typeof fetch = (input, init) => globalThis.fetch(input, init);

/** How the API of a store is reached: what `bigcommerce()`, `bigcommerceHooks()` and `catalogFeed()` have in common. */
export const apiFields = {
  /** The store, as in `https://api.bigcommerce.com/stores/{storeHash}`. */
  storeHash: z.string().regex(/^[A-Za-z0-9]{1,50}$/, 'expected a store hash such as "abc123"'),
  /**
   * The access token of an API account of the store. It needs these scopes, read-only: Orders, Order Transactions,
   * Customers, Products, Carts, Checkouts, Information & Settings, Channel Settings. What one of them is missing for waits, and
   * the log names it; the rest goes on.
   *
   * BigCommerce: API accounts, OAuth scopes
   */
  accessToken: secret('the access token of an API account'),
  /** Where BigCommerce's API is. Default `https://api.bigcommerce.com`. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as "https://api.bigcommerce.com"' })
    // fetch refuses such a URL, with the password in its error.
    .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
      error: 'cannot carry a user name or a password',
    })
    .default('https://api.bigcommerce.com')
    .transform((url) => url.replace(/\/+$/, '')),
  /** How long one request may take, in milliseconds. Default 15,000. */
  timeoutMs: z.int().min(1).default(15_000),
  /** Makes the HTTP requests. Default: the global `fetch`. */
  fetch: z
    .custom<typeof globalThis.fetch>((value) => typeof value === 'function', {
      error: 'expected a function such as fetch',
    })
    .default(() => globalFetch),
};

const ApiSettings = z.object(apiFields);
export type ApiSettings = z.output<typeof ApiSettings>;
