import * as z from 'zod';
import { Settings } from '../settings.ts';

const { apiKey, endpoint, revision, fetch } = Settings.shape;

/** What `klaviyoProfiles()` takes. */
export const ProfilesSettings = z.strictObject({
  /** A private API key, `pk_…`, with the scope `profiles:read`. */
  apiKey,
  /** Where Klaviyo's API is, as `klaviyo()` has it. */
  endpoint,
  /** The revision of Klaviyo's API, as `klaviyo()` has it. */
  revision,
  /** Makes the HTTP requests. Default: the global `fetch`. */
  fetch,
  /** How long a look-up may take, in milliseconds, with its wait for Klaviyo's limits. Default 10,000. */
  timeoutMs: z.int().min(1).default(10_000),
  /** How long an answer is remembered, in milliseconds, also that there is no such profile. Default 60,000. */
  rememberMs: z.int().min(0).default(60_000),
  /** How many answers are remembered. Default 1,000. A profile has at most 100 KB. */
  rememberMost: z.int().min(1).default(1_000),
});

export type KlaviyoProfilesSettings = z.input<typeof ProfilesSettings>;
export type ParsedProfilesSettings = z.output<typeof ProfilesSettings>;
