/**
 * What the Tracking API takes. A request that is too large is a 400; the events of a batch beyond the last it takes
 * are answered 200 and rejected.
 *
 * Source: Segment, HTTP API source, "Max request size" and "Errors".
 */
export const LIMITS = {
  eventBytes: 32 * 1024,
  batchBytes: 500 * 1024,
  batchEvents: 2_500,
} as const;
