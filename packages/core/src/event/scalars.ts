import * as z from 'zod';

/** An id. Integers are taken and turned into their digits, so that `1001` and `'1001'` are the same order. */
export const Id = z
  .union([z.string(), z.int().nonnegative()], {
    error: 'expected a non-empty string or an integer',
  })
  .transform(String)
  .pipe(z.string().min(1, 'an id cannot be empty').max(255, 'an id has at most 255 characters'));

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
    const digits = String(value)
      .replace(/[-.]|e.*$/gi, '')
      .replace(/^0+/, '');
    const number = Number(value);
    if (digits.replace(/0+$/, '').length > 15 || !Number.isFinite(number)) {
      context.addIssue({ code: 'custom', message: 'has more than 15 significant digits' });
      return z.NEVER;
    }
    return number;
  });

/** A count: a finite number, or its digits as a string. */
export const Quantity = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/, 'expected a number')], {
    error: 'expected a number',
  })
  .transform(Number);

/** An instant, from a Date or an ISO 8601 string with an explicit zone; ISO 8601 UTC inside. */
export const Timestamp = z
  .union([z.date(), z.iso.datetime({ offset: true })], {
    error: 'expected a Date, or an ISO 8601 string with a zone such as "2026-07-15T10:00:00Z"',
  })
  .transform((value) => new Date(value).toISOString());
