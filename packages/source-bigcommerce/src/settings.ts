import * as z from 'zod';
import { apiFields, secret } from './api/settings.ts';
import { cartFields } from './cart/settings.ts';
import { customerFields } from './customer/settings.ts';
import { SharedHeader, Webhooks } from './hooks/settings.ts';
import { pollFields } from './poll/settings.ts';
import { subscriberFields } from './subscriber/settings.ts';

const Fields = z.strictObject({
  ...apiFields,
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
  /**
   * `if-present` lets a webhook without any signature through, for stores whose webhooks are not signed; one with a
   * wrong signature is refused all the same. Set `sharedHeader` then. `off` looks at no signature, and needs
   * `sharedHeader`. Default `required`.
   */
  signature: z.enum(['required', 'if-present', 'off']).default('required'),
  /**
   * How old a signature may be, in seconds. Default 176,400: 49 hours, as BigCommerce sends a webhook again for 48, and
   * does not say whether it signs it anew. Whoever sends an old one once more only makes us look at its order once more.
   * Standard Webhooks has 300.
   */
  toleranceSeconds: z.int().min(1).default(176_400),
  /**
   * A header that every webhook must carry: the `headers` that the webhook was made with.
   *
   * BigCommerce: Webhooks V3, "Create a Webhook"
   */
  sharedHeader: SharedHeader.optional(),
  /**
   * The ids of the statuses in which an order is not placed yet. Default 0, 1 and 7: Incomplete, Pending and Awaiting
   * Payment.
   *
   * BigCommerce: Orders V2, "Order statuses"
   */
  notPlaced: z.array(z.int().min(0)).default([0, 1, 7]),
  ...cartFields,
  ...customerFields,
  ...subscriberFields,
  ...pollFields,
  /** How many orders are fetched at a time. Default 4. */
  concurrency: z.int().min(1).max(100).default(4),
  /**
   * How long an order or a cart waits for its products' catalogue data, in milliseconds: it goes without what is not
   * known then. Default 3,000.
   */
  catalogTimeoutMs: z.int().min(0).default(3_000),
  /**
   * The webhooks that there should be. When set, the source makes those that are missing and switches on those that
   * BigCommerce has switched off, at its start and once an hour. Default: that is somebody else's business.
   */
  webhooks: Webhooks.optional(),
});

/** What `bigcommerce()` takes. */
export const Settings = Fields.refine(
  ({ signature, sharedHeader }) => signature !== 'off' || sharedHeader !== undefined,
  {
    path: ['sharedHeader'],
    error: 'is needed with signature "off": nothing else says who sends a webhook',
  },
);

export type Settings = z.output<typeof Settings>;

/** The settings of `bigcommerce()`, as a caller writes them. */
export type BigCommerceSettings = z.input<typeof Settings>;
