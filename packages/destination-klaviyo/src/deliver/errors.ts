import * as z from 'zod';

// Lenient: of an answer nothing is sure, and what is missing is missing.
const text = z.string().optional().catch(undefined);

/** Klaviyo: Rate limits, status codes, and errors; `errors` of a JSON:API answer. */
const ApiError = z.object({
  title: text,
  detail: text,
  source: z.object({ pointer: text }).optional().catch(undefined),
  meta: z.object({ duplicate_profile_id: text }).optional().catch(undefined),
});
const Body = z.object({ errors: z.array(ApiError.catch({})).catch([]) }).catch({ errors: [] });

export type ApiError = z.output<typeof ApiError>;

/** Reads what Klaviyo found fault with; nothing when the body is a web page, empty, or anything else. */
export function errorsIn(body: string): readonly ApiError[] {
  try {
    return Body.parse(JSON.parse(body)).errors;
  } catch {
    return [];
  }
}

/** A reason is read by people and kept with every dead letter. */
const longest = 300;

/** What Klaviyo said of it, in its own words. */
export function refusal(status: number, error: ApiError | undefined): string {
  const said = error?.detail ?? error?.title ?? 'without a word';
  const pointer = error?.source?.pointer;
  const where = pointer === undefined ? '' : ` (${pointer})`;
  return `Klaviyo refused it, ${status}: ${said.slice(0, longest)}${where.slice(0, longest)}`;
}
