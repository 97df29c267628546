import * as z from 'zod';

/** An id. Integers are taken and turned into their digits, so that `1001` and `'1001'` are the same order. */
export const Id = z
  .union([z.string(), z.int().nonnegative()], {
    error: 'expected a non-empty string or an integer',
  })
  .transform(String)
  .pipe(z.string().min(1, 'an id cannot be empty').max(255, 'an id has at most 255 characters'));

/** As many as a double holds exactly. */
const significantDigits = 15;

/**
 * An amount of money in major units ("29.98"), as a number or a decimal string.
 *
 * Inside, it is a JSON number that carries a decimal of at most 15 significant digits, which a double holds exactly as
 * written. It is never an operand: sums are made with a decimal library. See docs/decisions/0006-money.md.
 */
export const Money = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/, 'expected a decimal such as "29.98"')], {
    error: 'expected a number or a decimal string',
  })
  .transform((value, context) => {
    // A sum that a caller made with floats (0.1 + 0.2) is taken for the decimal that was meant.
    if (typeof value === 'number') return Number(value.toPrecision(significantDigits));
    const digits = value.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
    if (digits.length > significantDigits || !Number.isFinite(Number(value))) {
      context.addIssue({ code: 'custom', message: 'has more than 15 significant digits' });
      return z.NEVER;
    }
    return Number(value);
  });

/** A count: a finite number, or its digits as a string. */
export const Quantity = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'expected a number')], {
    error: 'expected a number',
  })
  .transform(Number)
  .pipe(z.number('expected a finite number'));

const instant = 'expected a Date, or an ISO 8601 string with a zone such as "2026-07-15T10:00:00Z"';

/** An instant, from a Date or an ISO 8601 string with an explicit zone; ISO 8601 UTC inside. */
export const Timestamp = z
  .union([z.date(), z.iso.datetime({ offset: true, error: instant })], { error: instant })
  .transform((value) => new Date(value).toISOString());
