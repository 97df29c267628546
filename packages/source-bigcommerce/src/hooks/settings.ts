import * as z from 'zod';
import { usualScopes } from './scopes.ts';

const destination = z.url({ protocol: /^https?$/, error: 'expected a URL such as "https://…"' });

/** A header that every webhook carries. */
export const SharedHeader = z.strictObject({
  name: z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,64}$/, 'expected the name of a header'),
  value: z.string().min(8, 'expected at least 8 characters'),
});
export type SharedHeader = z.output<typeof SharedHeader>;

/** Which webhooks there should be. */
export const Webhooks = z.strictObject({
  /**
   * Where the webhook handler is mounted, as BigCommerce reaches it: https, on port 443.
   *
   * BigCommerce: Webhooks V3, "Create a Webhook"
   */
  destination,
  /** What to hear of. Default: all that the source makes use of. */
  scopes: z
    .array(z.string().startsWith('store/'))
    .min(1)
    .default([...usualScopes]),
  /**
   * Where to hear that webhooks could not be delivered: the same handler, at another URL. Default: nowhere.
   *
   * BigCommerce: Webhook Events, "Delivery exception hooks": the destination must differ from all others.
   */
  exceptionsTo: destination.optional(),
});
export type Webhooks = z.output<typeof Webhooks>;
