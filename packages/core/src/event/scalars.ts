import * as z from 'zod';

// Each of these is one function, not a union of schemas: an order has dozens of them, and is checked in microseconds.

/** A schema made of one function, which gives the value or says what is wrong with it. */
function scalar<Out, In>(parse: (value: unknown) => Out | { readonly problem: string }) {
  const schema = z.transform((value: unknown, context): Out => {
    const parsed = parse(value);
    if (typeof parsed !== 'object' || parsed === null || !('problem' in parsed)) return parsed;
    context.issues.push({ code: 'custom', message: parsed.problem, input: value });
    return z.NEVER;
  });
  return schema as unknown as z.ZodType<Out, In>;
}

/** An id. Integers are taken and turned into their digits, so that `1001` and `'1001'` are the same order. */
export const Id = scalar<string, string | number>((value) => {
  const id =
    typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? String(value) : value;
  if (typeof id !== 'string') return { problem: 'expected a non-empty string or an integer' };
  if (id.length === 0) return { problem: 'an id cannot be empty' };
  if (id.length > 255) return { problem: 'an id has at most 255 characters' };
  return id;
});

/** As many as a double holds exactly. */
const significantDigits = 15;
const decimal = /^-?\d+(\.\d+)?$/;

/**
 * An amount of money in major units ("29.98"), as a number or a decimal string.
 *
 * Inside, it is a JSON number that carries a decimal of at most 15 significant digits, which a double holds exactly as
 * written. It is never an operand: sums are made with a decimal library. See docs/decisions/0006-money.md.
 */
export const Money = scalar<number, number | string>((value) => {
  if (typeof value === 'number' && Number.isFinite(value)) {
    // What has as few digits is what was written. A sum of floats (0.1 + 0.2) is taken for the decimal that was meant.
    const isExact = String(value).length <= significantDigits;
    return isExact ? value : Number(value.toPrecision(significantDigits));
  }
  if (typeof value !== 'string') return { problem: 'expected a number or a decimal string' };
  if (!decimal.test(value)) return { problem: 'expected a decimal such as "29.98"' };
  const digits = value.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
  if (digits.length > significantDigits || !Number.isFinite(Number(value))) {
    return { problem: 'has more than 15 significant digits' };
  }
  return Number(value);
});

/** A count: a finite number, or its digits as a string. */
export const Quantity = scalar<number, number | string>((value) => {
  if (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value))
    return { problem: 'expected a number' };
  if (typeof value !== 'number' && typeof value !== 'string')
    return { problem: 'expected a number' };
  const count = Number(value);
  return Number.isFinite(count) ? count : { problem: 'expected a number' };
});

const instant = 'expected a Date, or an ISO 8601 string with a zone such as "2026-07-15T10:00:00Z"';

/** An instant, from a Date or an ISO 8601 string with an explicit zone; ISO 8601 UTC inside. */
export const Timestamp = z
  .union([z.date(), z.iso.datetime({ offset: true, error: instant })], { error: instant })
  .transform((value) => new Date(value).toISOString());
