import type { Event } from '@millrace/core';

/** An event that was told more than this after it happened may be older than what Klaviyo knows. In milliseconds. */
const freshForMs = 15 * 60 * 1_000;

/** Whether an event is of the past, or was told so late that what it says of its profile may be outdated. */
export function isLate({ timestamp, receivedAt, context }: Event): boolean {
  if (context.backfill === true) return true;
  // Almost always equal, and cheaper than reading two dates.
  if (timestamp >= receivedAt) return false;
  return Date.parse(receivedAt) - Date.parse(timestamp) > freshForMs;
}
