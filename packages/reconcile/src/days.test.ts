import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { Days, movedBy } from './days.ts';

const hours = (zone: string, day: string): number => {
  const days = new Days(zone);
  return (days.start(movedBy(day, 1)) - days.start(day)) / 3_600_000;
};

describe('a day', () => {
  it.each([
    ['Europe/Madrid', '2026-03-29', 23],
    ['Europe/Madrid', '2026-10-25', 25],
    ['America/Chicago', '2026-03-08', 23],
    ['America/Chicago', '2026-11-01', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['UTC', '2026-03-29', 24],
    // Clocks go forward at midnight: the day begins at one.
    ['America/Santiago', '2026-09-06', 23],
    // A day that never was.
    ['Pacific/Apia', '2011-12-30', 0],
  ])('in %s, %s has %d hours', (zone, day, long) => {
    expect(hours(zone, day)).toBe(long);
  });

  it('is that of the place, not of the machine', () => {
    const at = Date.parse('2026-07-15T03:30:00Z');
    expect(new Days('America/Chicago').of(at)).toBe('2026-07-14');
    expect(new Days('Asia/Kolkata').of(at)).toBe('2026-07-15');
    expect(new Days('Pacific/Kiritimati').of(Date.parse('2026-07-15T10:00:00Z'))).toBe(
      '2026-07-16',
    );
  });
});

const zones = [
  'UTC',
  'America/Chicago',
  'Europe/Madrid',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'America/Santiago',
  'Pacific/Auckland',
];

test('every instant lies in the day that it is of', () => {
  const instant = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instant, (zone, at) => {
      const days = new Days(zone);
      const day = days.of(at);
      expect(days.start(day)).toBeLessThanOrEqual(at);
      expect(days.start(movedBy(day, 1))).toBeGreaterThan(at);
    }),
    { numRuns: 300 },
  );
});
