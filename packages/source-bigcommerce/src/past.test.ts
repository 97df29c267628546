import { expect, test } from 'vitest';
import { isPast } from './past.ts';

test.each([
  ['2026-07-15T11:59:59.000Z', true],
  // The API knows whole seconds: this may have been before the start, or after it.
  ['2026-07-15T12:00:00.000Z', false],
  ['2026-07-15T12:00:01.000Z', false],
])('%s is past: %s', (date, past) => {
  expect(isPast(date, '2026-07-15T12:00:00.400Z')).toBe(past);
});
