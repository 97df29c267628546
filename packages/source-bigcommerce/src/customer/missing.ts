/** When what is missing is asked for once more, counted from the first time. */
const asksAfterMs = [15_000, 60_000];

/**
 * Whether to ask once more for something that is missing from an answer, and was there before: one empty answer, from a
 * server that is behind or in trouble, is no deletion. It is believed once three of them, over a minute, say the same.
 *
 * @param since when it was first missing, as it is remembered: ISO 8601, UTC.
 * @returns what to remember of it, and when to ask; `undefined` once it is gone.
 */
export function askAgain(
  since: string | undefined,
  now: number,
): { readonly missingSince: string; readonly againInMs: number } | undefined {
  const missingSince = since ?? new Date(now).toISOString();
  const passed = Math.max(0, now - Date.parse(missingSince));
  const next = asksAfterMs.find((ms) => ms > passed);
  return next === undefined ? undefined : { missingSince, againInMs: next - passed };
}
