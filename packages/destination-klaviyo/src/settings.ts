import * as z from 'zod';
import { metricNameLimit } from './map/limits.ts';

type Fetch = typeof globalThis.fetch;

/** What `klaviyo()` takes. */
export const Settings = z.strictObject({
  /**
   * A private API key, `pk_…`, with the scopes `events:write` and `profiles:write`.
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
});

export type KlaviyoSettings = z.input<typeof Settings>;
export type ParsedSettings = z.output<typeof Settings>;
