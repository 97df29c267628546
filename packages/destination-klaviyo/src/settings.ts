import { isSupportedCountry } from 'libphonenumber-js/min';
import * as z from 'zod';
import { metricNameLimit } from './map/limits.ts';

type Fetch = typeof globalThis.fetch;

/** What `klaviyo()` takes. */
export const Settings = z.strictObject({
  /**
   * A private API key, `pk_…`, with the scopes `events:write` and `profiles:write`; with `lists:write`, `lists:read` and
   * `profiles:read`, many profiles at once are imported in bulk.
   *
   * Klaviyo: Authenticate API requests
   */
  apiKey: z
    .string()
    // What a header cannot hold would be refused by fetch, with the key in its error.
    .regex(/^[\x21-\x7e]+$/, 'expected a private API key such as "pk_…", without spaces'),
  /** Where Klaviyo's API is. Default `https://a.klaviyo.com`. */
  endpoint: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as "https://a.klaviyo.com"' })
    .default('https://a.klaviyo.com')
    .transform((url) => url.replace(/\/+$/, '')),
  /**
   * The revision of Klaviyo's API. Default `2026-07-15`, which is the one that is tested.
   *
   * Klaviyo: API versioning and deprecation policy
   */
  revision: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(\.\w+)?$/, 'expected a date such as "2026-07-15"')
    .default('2026-07-15'),
  /** Makes the HTTP requests. Default: the global `fetch`. */
  fetch: z
    .custom<Fetch>((value) => typeof value === 'function', {
      error: 'expected a function such as fetch',
    })
    // Looked up at each request: what is put in its place later, in tests or by a tracer, is then used.
    .default(() => ((input, init) => globalThis.fetch(input, init)) satisfies Fetch),
  /** How long one request may take, in milliseconds. Default 30,000. */
  timeoutMs: z.int().min(1).default(30_000),
  /**
   * Whether to look at the key, the account and the settings when the pipeline starts, as `checkKlaviyo()` does. Default
   * true: a few requests that nothing waits for, and whose findings are logged. They want the scopes `accounts:read`,
   * `metrics:read` and, with a `listId`, `lists:read`. Switch it off where processes start often: Klaviyo allows 15 of
   * them a minute.
   */
  checkAtStart: z.boolean().default(true),
  /**
   * Segment: "Enforce Email as Primary Identifier". Default true: an event is delivered only under an email, which is
   * in the event itself or known of its profile. The user id then goes along as the profile's `external_id`. When
   * false, an event may also be delivered under its user id or phone number alone.
   */
  enforceEmail: z.boolean().default(true),
  /**
   * What becomes of an event that nothing allowed identifies. Default `hold`: it is kept until its profile is known
   * better, then delivered with its own time. `drop` is what Segment does.
   */
  whenUnidentified: z.enum(['hold', 'drop']).default('hold'),
  /**
   * Segment: "Fallback on Anonymous ID". Default false. When true, and `enforceEmail` is false, a track event with no
   * email, user id or phone number is delivered under its anonymous id. It says nothing while `enforceEmail` is true.
   * Klaviyo takes an anonymous id on events only, so an identify is never delivered under one.
   */
  fallbackToAnonymousId: z.boolean().default(false),
  /**
   * The country of phone numbers that are written without one, such as `US`: ISO 3166-1 alpha-2. Without it, such a number
   * is not sent as one, and kept as the property `phone` of the profile.
   */
  defaultCountry: z
    .string()
    .refine(isSupportedCountry, 'expected the two letters of a country, such as "US"')
    .optional(),
  /**
   * Segment: "List ID". The list that `User Subscribed` is for when it names none. An `identify` alone joins no list: it
   * says so in `integrations.Klaviyo.listId`.
   */
  listId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'expected the id of a list, such as "Y6nRLr"')
    .optional(),
  /**
   * Segment: "Confirm Optin". Default true: whether somebody who subscribes is asked to confirm it is what the list says
   * (its opt-in process; without a list, that of the account). When false, the consent is taken for given: it is imported
   * with the time it was given at, nobody is asked, and flows that begin when somebody joins the list do not start. Set it
   * so only if you have explicit permission. `integrations.Klaviyo.confirmOptin` says it for one event.
   */
  confirmOptin: z.boolean().default(true),
  /**
   * The metric that `Order Completed` becomes. Default `Placed Order`, which Klaviyo's reports and flows look for.
   * Segment's "Send Placed Order Events as Order Completed" is `Order Completed`.
   */
  orderMetric: z
    .string()
    .min(1)
    .refine(
      (name) => name.length < metricNameLimit,
      `expected less than ${metricNameLimit} characters`,
    )
    .default('Placed Order'),
  /**
   * The metric that `Order Cancelled` becomes. Default `Cancelled Order`, as Klaviyo's BigCommerce integration and its
   * older guide spell it; `Canceled Order` is how its guide spells it today.
   */
  cancelledMetric: z.enum(['Cancelled Order', 'Canceled Order']).default('Cancelled Order'),
  /**
   * How the metrics of orders and checkouts name their properties, and what an order is worth. Default `ecommerce`: the
   * names of Klaviyo's guide for platforms without an integration (`Items` are objects), and the order total, with
   * shipping, tax and discounts. `bigcommerce`: the names of Klaviyo's own BigCommerce integration (`Items` are names,
   * `Item Count`, `Discounted`, …), and (sub-total + shipping) − discounts, so that what was built on it keeps working.
   */
  properties: z.enum(['ecommerce', 'bigcommerce']).default('ecommerce'),
  /**
   * Whether a `page` becomes Active on Site, once for each visit. Default false: Klaviyo's own script may do it already.
   * A visit is known by `context.sessionId`; without one, it is the pages of one visitor in one half-hour of the clock.
   * Pages of visitors whom nobody knows are dropped, whatever `whenUnidentified` says.
   */
  activeOnSite: z.boolean().default(false),
});

export type KlaviyoSettings = z.input<typeof Settings>;
export type ParsedSettings = z.output<typeof Settings>;
