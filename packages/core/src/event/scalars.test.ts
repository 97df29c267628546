import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { Id, Money, Quantity, Timestamp } from './scalars.ts';

const issueOf = (schema: z.ZodType, value: unknown) =>
  schema.safeParse(value).error?.issues[0]?.message;

describe('Id', () => {
  it('makes an integer and its digits the same id', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (number) => {
        expect(Id.parse(number)).toBe(String(number));
        expect(Id.parse(number)).toBe(Id.parse(String(number)));
      }),
    );
  });

  it('keeps a string of 1 to 255 characters as it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 255 }), (id) => {
        expect(Id.parse(id)).toBe(id);
      }),
    );
    expect(issueOf(Id, 'x'.repeat(256))).toBe('an id has at most 255 characters');
  });

  it('refuses an empty string', () => {
    expect(issueOf(Id, '')).toBe('an id cannot be empty');
  });

  it.each([null, undefined, true, {}, 1.5, Number.NaN])('refuses %j', (value) => {
    expect(issueOf(Id, value)).toBe('expected a non-empty string or an integer');
  });

  it.each([-1, 2 ** 53])('refuses %d, which is no id or not the digits that were sent', (value) => {
    expect(Id.safeParse(value).success).toBe(false);
  });
});

describe('Money', () => {
  it('carries a decimal of up to 15 significant digits exactly', () => {
    fc.assert(
      fc.property(decimal, (written) => {
        expect(normal(plain(Money.parse(written)))).toBe(normal(written));
      }),
    );
  });

  it.each(['123456789012345', '-0.123456789012345', '9999999999999.99'])(
    'carries %s, which has 15 significant digits',
    (written) => {
      expect(String(Money.parse(written))).toBe(written);
    },
  );

  it('takes a number and its digits for the same amount', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (cents) => {
        expect(Money.parse(cents / 100)).toBe(Money.parse((cents / 100).toFixed(2)));
      }),
    );
  });

  it('takes a sum of floats for the decimal that was meant', () => {
    expect(Money.parse(0.1 + 0.2)).toBe(0.3);
    expect(Money.parse(57631.9 + 44.48)).toBe(57676.38);
  });

  it.each(['1234567890123456', '0.1234567890123456'])(
    'refuses %s, which has more than 15 significant digits',
    (value) => {
      expect(issueOf(Money, value)).toBe('has more than 15 significant digits');
    },
  );

  it.each(['29,98', '$29.98', '', ' 29.98', '.5', '5.', '1e3', '+1'])('refuses %j', (value) => {
    expect(issueOf(Money, value)).toBe('expected a decimal such as "29.98"');
  });

  it.each([null, undefined, Number.NaN, Number.POSITIVE_INFINITY, {}])('refuses %s', (value) => {
    expect(issueOf(Money, value)).toBe('expected a number or a decimal string');
  });
});

describe('Quantity', () => {
  it.each([
    ['2', 2],
    ['0.5', 0.5],
    [3, 3],
  ])('takes %j', (value, quantity) => {
    expect(Quantity.parse(value)).toBe(quantity);
  });

  it.each(['two', '', '1e5', null, Number.NaN])('refuses %j', (value) => {
    expect(issueOf(Quantity, value)).toBe('expected a number');
  });

  it('refuses digits that no finite number holds', () => {
    expect(issueOf(Quantity, '9'.repeat(400))).toBe('expected a number');
  });
});

describe('Timestamp', () => {
  const year = { min: new Date('0001-01-01T00:00:00Z'), max: new Date('9998-12-31T00:00:00Z') };
  const date = fc.date({ ...year, noInvalidDate: true });

  it('writes a Date in UTC', () => {
    fc.assert(
      fc.property(date, (instant) => {
        expect(Timestamp.parse(instant)).toBe(instant.toISOString());
      }),
    );
  });

  it('turns an offset into the same instant in UTC', () => {
    const offset = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(date, offset, (instant, minutes) => {
        const local = new Date(instant.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        fc.pre(/^\d{4}-/.test(local));
        expect(Timestamp.parse(local + zone(minutes))).toBe(instant.toISOString());
      }),
    );
  });

  it.each([
    '2026-07-15T10:00:00',
    '2026-07-15',
    'yesterday',
    1784109600000,
    new Date(Number.NaN),
    null,
  ])('refuses %s and says what it expects', (value) => {
    expect(issueOf(Timestamp, value)).toBe(
      'expected a Date, or an ISO 8601 string with a zone such as "2026-07-15T10:00:00Z"',
    );
  });
});

/** A decimal as a store would write it: up to 15 significant digits, the point anywhere, zeros around. */
const decimal = fc
  .record({
    sign: fc.constantFrom('', '-'),
    digits: fc.stringMatching(/^[1-9]\d{0,14}$/),
    point: fc.nat({ max: 18 }),
    leading: fc.nat({ max: 3 }),
    trailing: fc.nat({ max: 3 }),
  })
  .map(({ sign, digits, point, leading, trailing }) => {
    const padded = digits.padStart(point + 1, '0');
    const whole = padded.slice(0, padded.length - point);
    const fraction = padded.slice(padded.length - point) + '0'.repeat(trailing);
    return sign + '0'.repeat(leading) + whole + (fraction && `.${fraction}`);
  });

/** A number without exponent, from the digits that `String` gives. */
function plain(value: number): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const point = whole.length + Number(exponent);
  const digits = (whole + fraction).padEnd(point, '0');
  return point > 0
    ? `${sign}${digits.slice(0, point)}.${digits.slice(point)}`
    : `${sign}0.${'0'.repeat(-point)}${digits}`;
}

/** The one spelling of a decimal: no zeros that mean nothing. */
function normal(written: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d*)\.?(\d*?)0*$/.exec(written) ?? [];
  return `${sign}${whole}.${fraction}`;
}

function zone(minutes: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}
