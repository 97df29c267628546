import * as z from 'zod';
import { decimal, type Decimal } from './money.ts';

/** Also a member that is not there at all. */
const anything = z.unknown().optional();

/** A text that may be null, empty or (as the vendor has it in places) an empty object: all of them are nothing. */
export const text = anything.transform((value) => {
  const written = typeof value === 'number' ? String(value) : value;
  return typeof written === 'string' && written.trim() !== '' ? written.trim() : undefined;
});

const written = z.union([z.string().regex(/^\s*-?\d+(\.\d+)?\s*$/), z.number()], {
  error: 'expected a decimal',
});

/** An amount that must be there. */
export const amount = written.transform((value): Decimal => decimal(String(value).trim()));

/** An amount that is zero when it is absent, null or empty. */
export const amountOrZero = z
  .union([z.null(), z.literal(''), written])
  .optional()
  .transform((value): Decimal => decimal(String(value || 0).trim()));

/** An id that is not there when it is null, empty or 0: 0 is nobody for a customer, and nothing for a product. */
export const id = z
  .union([z.null(), z.string(), z.int().nonnegative()])
  .optional()
  .transform((value) => (value && value !== '0' ? String(value) : undefined));

/** An object, whose absence may be written as null, an empty text or an empty list. */
export function object<S extends z.ZodRawShape>(shape: S) {
  return anything
    .transform((value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {},
    )
    .pipe(z.object(shape));
}

/** A list, whose absence may be written as null, an empty text or an empty object. */
export function list<T extends z.ZodType>(item: T) {
  return anything
    .transform((value): unknown[] => (Array.isArray(value) ? value : []))
    .pipe(z.array(item));
}

/** A date as RFC 2822 or ISO 8601 has it, with its zone; ISO 8601 UTC inside. */
export const date = z
  .string()
  .refine((value) => /(?:[+-]\d\d:?\d\d|GMT|UTC?|Z)\s*$/.test(value), 'expected a date with a zone')
  .transform((value) => new Date(value))
  .refine((value) => !Number.isNaN(value.getTime()), 'expected a date')
  .transform((value) => value.toISOString());
