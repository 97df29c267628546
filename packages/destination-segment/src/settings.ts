import type { HTTPFetchFn } from '@segment/analytics-node';
import * as z from 'zod';

/** An origin only: `@segment/analytics-node` would drop a path that is written here without a word. */
const hasNoPath = (value: string): boolean => {
  if (!URL.canParse(value)) return true; // Refused already, for a better reason.
  const { origin, href } = new URL(value);
  return href === `${origin}/`;
};

/** What {@link segment} takes, as it is checked. */
export const Settings = z.strictObject({
  writeKey: z.string().min(1, 'expected the write key of a source of your Segment workspace'),
  host: z
    .url({ protocol: /^https?$/, error: 'expected a URL such as https://api.segment.io' })
    .refine(hasNoPath, 'expected scheme and host only; a path belongs in `path`')
    .default('https://api.segment.io'),
  path: z
    .string()
    .regex(/^\/(?!\/)/, 'expected a path that starts with one slash')
    .default('/v1/batch'),
  timeoutMs: z.int().min(1).default(10_000),
  httpClient: z
    .custom<HTTPFetchFn>((value) => typeof value === 'function', {
      error: 'expected a function such as fetch',
    })
    .optional(),
});
export type Settings = z.output<typeof Settings>;

export interface SegmentSettings {
  /** The write key of the Segment source that the events are to appear under. */
  writeKey: string;
  /** Default `https://api.segment.io`. In the EU: `https://events.eu1.segmentapis.com`. */
  host?: string;
  /** Default `/v1/batch`. */
  path?: string;
  /** How long an answer is waited for. Milliseconds, default 10,000. */
  timeoutMs?: number;
  /** Makes the requests, as `fetch` does. Default: the global `fetch`. */
  httpClient?: HTTPFetchFn;
}
