import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExternalId } from '../event/context.ts';
import { link, type Link } from './link.ts';
import { identifierOf, type Profile } from './profile.ts';

/** The identity graph as a store keeps it, in the shortest way. */
function graph() {
  const owners = new Map<string, Profile>();
  const keyOf = ({ type, id }: ExternalId) => `${type}:${id}`;
  let made = 0;
  return {
    owners,
    say(...identifiers: string[]): Link {
      made += 1;
      const linked = link(identifiers.map(idOf), (one) => owners.get(keyOf(one)), made);
      for (const [key, { id }] of owners)
        if (id === linked.profile.id || linked.merged.includes(id)) owners.set(key, linked.profile);
      for (const one of linked.learned) owners.set(keyOf(one), linked.profile);
      return linked;
    },
    of: (identifier: string) => owners.get(identifier),
    people: () => new Set([...owners.values()].map(({ id }) => id)).size,
  };
}

const idOf = (text: string): ExternalId => {
  const [type = '', id = ''] = text.split(':');
  return { type, id };
};
const shortly = (identifiers: readonly ExternalId[]) =>
  identifiers.map(({ type, id }) => `${type}:${id}`);

describe('link', () => {
  it('makes a profile of identifiers that nobody has', () => {
    const known = graph();

    const linked = known.say('user_id:42', 'email:jo@shop.co');

    expect(linked).toMatchObject({ profile: { id: 1 }, merged: [], refused: [], changed: true });
    expect(shortly(linked.learned)).toEqual(['user_id:42', 'email:jo@shop.co']);
  });

  it('changes nothing when all is known', () => {
    const known = graph();
    known.say('user_id:42', 'email:jo@shop.co');

    expect(known.say('user_id:42', 'email:jo@shop.co')).toMatchObject({
      profile: { id: 1 },
      learned: [],
      changed: false,
    });
  });

  it('merges a visitor into the person who they turn out to be', () => {
    const known = graph();
    known.say('anonymous_id:device');
    known.say('user_id:42', 'email:jo@shop.co');

    const linked = known.say('user_id:42', 'anonymous_id:device');

    expect(linked.merged).toEqual([1]);
    expect(linked.profile.id).toBe(2);
    expect(known.of('anonymous_id:device')?.id).toBe(2);
  });

  it('merges the guest of an email into the account that names it', () => {
    const known = graph();
    known.say('email:jo@shop.co', 'anonymous_id:device');

    const linked = known.say('user_id:42', 'email:jo@shop.co');

    expect(linked.merged).toEqual([1]);
    expect(shortly(linked.profile.identifiers)).toEqual(
      expect.arrayContaining(['user_id:42', 'email:jo@shop.co', 'anonymous_id:device']),
    );
  });

  it('leaves a shared device with its first owner', () => {
    const known = graph();
    known.say('user_id:ana', 'anonymous_id:kiosk');

    const linked = known.say('user_id:bob', 'anonymous_id:kiosk');

    expect(shortly(linked.refused)).toEqual(['anonymous_id:kiosk']);
    expect(known.of('anonymous_id:kiosk')?.id).toBe(known.of('user_id:ana')?.id);
    expect(known.of('user_id:bob')?.id).not.toBe(known.of('user_id:ana')?.id);
  });

  it("keeps a guest's typo and the corrected email two people on one device", () => {
    const known = graph();
    known.say('email:jo@shpo.co', 'anonymous_id:device');

    const linked = known.say('email:jo@shop.co', 'anonymous_id:device');

    expect(shortly(linked.refused)).toEqual(['anonymous_id:device']);
    expect(known.people()).toBe(2);
  });

  it('takes a new email of somebody with a user id for their current one', () => {
    const known = graph();
    known.say('user_id:42', 'email:old@shop.co');

    const { profile } = known.say('user_id:42', 'email:new@shop.co');

    expect(identifierOf(profile, 'email')).toBe('new@shop.co');
    expect(known.of('email:old@shop.co')?.id).toBe(profile.id);
    const again = known.say('user_id:42', 'email:old@shop.co');
    expect(identifierOf(again.profile, 'email')).toBe('old@shop.co');
  });

  it('takes a former email, said without the user id, for no current one', () => {
    const known = graph();
    known.say('user_id:42', 'email:old@shop.co');
    known.say('user_id:42', 'email:new@shop.co');

    const { profile, changed } = known.say('email:old@shop.co', 'cart_id:1');

    expect(identifierOf(profile, 'user_id')).toBe('42');
    expect(identifierOf(profile, 'email')).toBe('new@shop.co');
    expect(changed).toBe(true);
    expect(known.say('email:old@shop.co').changed).toBe(false);
  });

  it("refuses to give one person another person's email", () => {
    const known = graph();
    known.say('user_id:ana', 'email:ana@shop.co');
    known.say('user_id:bob', 'email:bob@shop.co');

    const linked = known.say('user_id:bob', 'email:ana@shop.co');

    expect(shortly(linked.refused)).toEqual(['email:ana@shop.co']);
    expect(identifierOf(linked.profile, 'email')).toBe('bob@shop.co');
  });

  it('takes what the event says for newer than what a merged profile had', () => {
    const known = graph();
    known.say('phone:1', 'klaviyo_id:old');

    const { profile } = known.say('user_id:42', 'phone:1', 'klaviyo_id:new');

    expect(identifierOf(profile, 'klaviyo_id')).toBe('new');
  });

  it('changes nothing when two ids of one type are known', () => {
    const known = graph();
    known.say('user_id:42', 'klaviyo_id:1', 'klaviyo_id:2');

    expect(known.say('user_id:42', 'klaviyo_id:1', 'klaviyo_id:2').changed).toBe(false);
  });

  it('keeps the newest 50 identifiers of a type', () => {
    const known = graph();
    for (let device = 1; device <= 60; device += 1)
      known.say('user_id:42', `anonymous_id:${device}`);

    const devices = known
      .of('user_id:42')
      ?.identifiers.filter(({ type }) => type === 'anonymous_id');

    expect(devices).toHaveLength(50);
    expect(devices?.[0]?.id).toBe('60');
    expect(known.of('user_id:42')).toSatisfy((p: Profile) => identifierOf(p, 'user_id') === '42');
  });
});

const types = ['user_id', 'email', 'phone', 'klaviyo_id', 'anonymous_id'] as const;
const strength = (text: string) => types.findIndex((type) => text.startsWith(`${type}:`));

/** What one event says, strongest first: of so few ids that people get mixed up, now and then two of a type. */
const saying = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...types), fc.integer({ min: 1, max: 4 })), {
    minLength: 1,
    maxLength: 5,
    selector: ([type, id]) => `${type}:${id}`,
  })
  .map((ids) => ids.map(([type, id]) => `${type}:${id}`))
  .map((identifiers) => identifiers.sort((a, b) => strength(a) - strength(b)));
const history = fc.array(saying, { minLength: 1, maxLength: 15 });

describe('link, whatever was said before', () => {
  it('never puts two user ids into one profile', () => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) {
          const { profile } = known.say(...identifiers);
          const users = profile.identifiers.filter(({ type }) => type === 'user_id');
          expect(users.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives a second email to nobody but somebody with a user id', () => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) {
          const { profile } = known.say(...identifiers);
          const emails = profile.identifiers.filter(({ type }) => type === 'email');
          expect(emails.length > 1 && identifierOf(profile, 'user_id') === undefined).toBe(false);
        }
      }),
    );
  });

  it.each(['user_id', 'email'])('never merges two profiles that both have one: %s', (type) => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) {
          const had = new Map([...known.owners.values()].map((profile) => [profile.id, profile]));
          const { profile, merged } = known.say(...identifiers);
          const parts = [profile.id, ...merged].flatMap((id) => had.get(id) ?? []);
          const withOne = parts.filter((part) => identifierOf(part, type) !== undefined);
          expect(withOne.length).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives each identifier to one profile, which lists it', () => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) known.say(...identifiers);
        const profiles = new Map([...known.owners.values()].map((one) => [one.id, one]));
        const listed = [...profiles.values()].flatMap((one) => shortly(one.identifiers));

        expect(listed.toSorted()).toEqual([...known.owners.keys()].toSorted());
        for (const [key, { id }] of known.owners)
          expect(shortly(profiles.get(id)?.identifiers ?? [])).toContain(key);
      }),
    );
  });

  it('gives an event to the profile of its strongest identifier', () => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) {
          const [strongest = ''] = identifiers;
          const before = known.of(strongest)?.id;
          const { profile } = known.say(...identifiers);
          expect(known.of(strongest)?.id).toBe(profile.id);
          expect(profile.id).toBe(before ?? profile.id);
        }
      }),
    );
  });

  it('answers each identifier: seen, learned or refused, and says so when something changed', () => {
    fc.assert(
      fc.property(history, (sayings) => {
        const known = graph();
        for (const identifiers of sayings) {
          const { profile, refused, learned, changed } = known.say(...identifiers);
          const has = shortly(profile.identifiers);
          for (const one of identifiers)
            expect(has.includes(one)).toBe(!shortly(refused).includes(one));
          expect(changed || learned.length === 0).toBe(true);
          // A merge may have brought the user id with which a second email is taken: once more, then.
          known.say(...identifiers);
          const repeated = known.say(...identifiers);
          expect(repeated).toMatchObject({ changed: false, learned: [], merged: [] });
        }
      }),
    );
  });

  it('finds the same people in any order, as long as nobody contradicts anybody', () => {
    // Of one person: one of each type. Each saying starts with an id that all of them are linked by.
    const parts = fc.subarray(['email:1', 'phone:1', 'klaviyo_id:1', 'anonymous_id:1']);
    const sayings = fc.array(
      parts.map((more) => ['user_id:1'].concat(more)),
      { minLength: 1 },
    );
    const shuffled = sayings.chain((said) =>
      fc.tuple(
        fc.constant(said),
        fc.shuffledSubarray(said, { minLength: said.length, maxLength: said.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([one, other]) => {
        const [first, second] = [one, other].map((said) => {
          const known = graph();
          for (const identifiers of said) known.say(...identifiers);
          return [known.people(), [...known.owners.keys()].toSorted()];
        });
        expect(first).toEqual(second);
        expect(first?.[0]).toBe(1);
      }),
    );
  });
});
