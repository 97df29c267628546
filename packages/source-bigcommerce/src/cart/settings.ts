import * as z from 'zod';

const web = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `expected a URL such as "${example}"` })
    .refine((url) => new URL(url).username === '' && new URL(url).password === '', {
      error: 'cannot carry a user name or a password',
    });

const key = z.string().min(16, 'expected a secret of at least 16 characters');

/** Addresses that bring a shopper back to a cart, from any device. */
export const Recovery = z.strictObject({
  /** Where `store.recover` is mounted. A query that it has is kept. */
  url: web('https://shop.example/recover'),
  /** Signs the addresses. Several while one replaces another: the first signs, and each is accepted. */
  secret: z
    .union([key, z.array(key).min(1)])
    .transform((secrets): readonly string[] => (typeof secrets === 'string' ? [secrets] : secrets)),
  /** The shop: where a shopper goes whose cart is gone, or cannot be opened. */
  fallbackUrl: web('https://shop.example'),
});
export type Recovery = z.output<typeof Recovery>;

/** What a caller may say of carts. */
export const cartFields = {
  /**
   * When a checkout has started. `contact`: as soon as a guest has typed an email address; as soon as an address is
   * filled in, or the storefront says so (`checkoutStarted`), for a shopper who is signed in. `shipping`: once there is an
   * address to ship to as well, as Klaviyo's own integration has it; BigCommerce tells nobody when one is filled in, so
   * the checkout is looked at again 1, 5 and 15 minutes after its last change, and when it was abandoned. Default `contact`.
   */
  checkoutStarted: z.enum(['contact', 'shipping']).default('contact'),
  /** Puts a `checkout_url` into Checkout Started. Default: it has none. */
  recovery: Recovery.optional(),
};
