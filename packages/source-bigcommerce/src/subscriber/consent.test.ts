import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Consent, consentOf, type Seen } from './consent.ts';
import type { Remembered } from './memory.ts';

const historyBefore = '2026-07-15T12:00:00.000Z';
const email = fc.constantFrom('a@x.co', 'A@x.co', 'b@x.co');
const time = fc.constantFrom('2026-07-01T00:00:00.000Z', '2026-07-20T00:00:00.000Z');
const seen: fc.Arbitrary<Seen> = fc.record({
  email,
  optedIn: fc.boolean(),
  created: fc.option(time, { nil: undefined }),
  modified: fc.option(time, { nil: undefined }),
});
const life = fc.array(fc.option(seen, { nil: undefined }), { minLength: 1, maxLength: 6 });

/** All that is told over the life of a subscriber that is looked at again and again. */
function told(
  looks: readonly (Seen | undefined)[],
  pastConsent: 'remember' | 'import',
): readonly Consent[] {
  let before: Remembered | undefined;
  return looks.flatMap((now) => {
    if (now === undefined && before === undefined) return [];
    const consents = consentOf(now, before, { historyBefore, pastConsent });
    before = now
      ? { link: '', email: now.email, optedIn: now.optedIn }
      : { link: '', optedIn: false };
    return consents;
  });
}

test('a second look at the same tells nothing', () => {
  fc.assert(
    fc.property(life, fc.constantFrom('remember', 'import'), (looks, past) => {
      const twice = looks.flatMap((look) => [look, look]);
      expect(told(twice, past)).toEqual(told(looks, past));
    }),
  );
});

test('nobody stays subscribed under an email that is not opted in', () => {
  fc.assert(
    fc.property(life, fc.constantFrom('remember', 'import'), (looks, past) => {
      const last = looks.at(-1);
      const standing = new Map<string, boolean>();
      for (const consent of told(looks, past)) {
        standing.set(consent.email.toLowerCase(), consent.is === 'given');
      }
      const subscribed = [...standing].flatMap(([address, isIn]) => (isIn ? [address] : []));
      const allowed = last?.optedIn ? [last.email.toLowerCase()] : [];
      expect(allowed).toEqual(expect.arrayContaining(subscribed));
    }),
  );
});

test('nobody is subscribed on the first look at somebody older than the source', () => {
  fc.assert(
    fc.property(seen, (now) => {
      const given = told([now], 'remember').some(({ is }) => is === 'given');
      expect(given).toBe(now.optedIn && (now.created ?? '') >= historyBefore);
    }),
  );
});
