import * as z from 'zod';

/** `{ data: … }`, as JSON:API wraps everything. */
export const data = <T extends z.ZodType>(content: T) => z.strictObject({ data: content });

/** A list of `{ type, id }`. */
export const references = <const T extends string>(type: T) =>
  data(z.array(z.strictObject({ type: z.literal(type), id: z.string() })));

export const nullableString = z.string().nullish();

/** A date-time of RFC 3339, with its seconds and its zone. */
export const dateTime = z.iso.datetime({ offset: true, error: 'Not a valid date-time.' });

/** An object with any keys. Checked but not copied: these can be large, and there are thousands in a bulk request. */
export const freeForm = z.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'Not a valid object.',
);
