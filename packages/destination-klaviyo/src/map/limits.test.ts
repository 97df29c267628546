import { describe, expect, it } from 'vitest';
import { eventAttributes, type Happening } from './klaviyo-event.ts';
import { eventProblem, eventProfileProblem, profileBytesOf, profileProblem } from './limits.ts';

const now = '2026-07-15T10:00:00.000Z';

function problem(some: Partial<Happening>): string | undefined {
  const happening = {
    metric: 'Seen',
    uniqueId: '1',
    time: now,
    value: 1,
    currency: 'EUR',
    properties: {},
    ...some,
  };
  return eventProblem(eventAttributes(happening), now);
}

function nested(levels: number): object {
  return levels === 0 ? {} : { inner: nested(levels - 1) };
}
const many = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, i]));

describe('the limits of an event', () => {
  it.each<[string, Partial<Happening>, Partial<Happening>]>([
    ['the name of the metric', { metric: 'm'.repeat(127) }, { metric: 'm'.repeat(128) }],
    ['unique_id', { uniqueId: 'u'.repeat(255) }, { uniqueId: 'u'.repeat(256) }],
    ['the past', { time: '2000-01-01T00:00:00.000Z' }, { time: '1999-12-31T23:59:59.000Z' }],
    ['the future', { time: '2027-07-15T10:00:00.000Z' }, { time: '2027-07-15T10:00:01.000Z' }],
    ['properties', { properties: many(400) }, { properties: many(401) }],
    // `properties` is the first level.
    ['nesting', { properties: { a: nested(8) } }, { properties: { a: nested(9) } }],
    ['an integer', { properties: { a: [2 ** 62, 1e300] } }, { properties: { a: -(2 ** 63) } }],
  ])('%s', (_, within, beyond) => {
    expect(problem(within)).toBeUndefined();
    expect(problem(beyond)).toMatch(/\d/);
  });

  it('names the property, and prints none of it', () => {
    const said = problem({ properties: { note: { secret: 2 ** 63 } } });
    expect(said).toContain('note');
    expect(said).not.toContain('secret');
  });

  it('counts arrays as no level', () => {
    expect(problem({ properties: { a: [[[[[[[[[[[1]]]]]]]]]]] } })).toBeUndefined();
  });
});

describe('the limits of a profile', () => {
  it('is larger on its own than with an event', () => {
    const profile = { email: 'ana@kelpwood.co', first_name: 'x'.repeat(95_000) };
    expect(eventProfileProblem(profileBytesOf(profile))).toContain('95000');
    expect(profileProblem({ attributes: profile })).toBeUndefined();
    const longer = { ...profile, last_name: 'x'.repeat(5_000) };
    expect(profileProblem({ attributes: longer })).toContain('100000');
  });
});
