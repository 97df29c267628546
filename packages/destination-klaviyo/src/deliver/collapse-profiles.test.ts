import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProfileOperation, ProfilePayload } from '../map/payload.ts';
import { collapseProfiles } from './collapse-profiles.ts';

const operation = (payload: ProfilePayload, key = 'm'): ProfileOperation => ({
  lane: 'profiles',
  key,
  payload,
});
const rounds = (...payloads: ProfilePayload[]) =>
  collapseProfiles(payloads.map((payload) => operation(payload))).map((round) =>
    round.map(({ payload }) => payload),
  );
const ana = { email: 'ana@kelpwood.co' };
const bo = { email: 'bo@kelpwood.co' };

describe('what a batch says of one profile', () => {
  it('is said once, and the newest word counts', () => {
    expect(
      rounds(
        { attributes: { ...ana, first_name: 'Ana', title: 'Dr', location: { city: 'Ulm' } } },
        { attributes: { ...bo, first_name: 'Bo' } },
        { attributes: { ...ana, title: null, location: { city: 'Bonn', zip: '1' } } },
      ),
    ).toMatchObject([
      [
        {
          attributes: {
            ...ana,
            first_name: 'Ana',
            title: null,
            location: { city: 'Bonn', zip: '1' },
          },
        },
        { attributes: { ...bo, first_name: 'Bo' } },
      ],
    ]);
  });

  it('remembers what was removed, and what came again', () => {
    const unset = (...names: string[]) => ({ patch_properties: { unset: names } });
    expect(
      rounds(
        { attributes: { ...ana, properties: { a: 1, b: 1 } }, meta: unset('c', 'd') },
        { attributes: { ...ana, properties: { c: 2 } }, meta: unset('a') },
      ),
    ).toEqual([[{ attributes: { ...ana, properties: { b: 1, c: 2 } }, meta: unset('d', 'a') }]]);
  });

  it('is known by any identifier', () => {
    expect(
      rounds(
        { attributes: { ...ana, external_id: '7', first_name: 'Ana' } },
        { attributes: { email: 'new@kelpwood.co', external_id: '7' } },
        { attributes: { email: 'new@kelpwood.co', title: 'Dr' } },
      ),
    ).toMatchObject([
      [
        {
          attributes: {
            email: 'new@kelpwood.co',
            external_id: '7',
            first_name: 'Ana',
            title: 'Dr',
          },
        },
      ],
    ]);
  });

  it('is told in turn when it may depend on what was there', () => {
    const appending = {
      attributes: ana,
      meta: { patch_properties: { append: { a: 1 } } },
    };
    expect(rounds({ attributes: ana }, appending, { attributes: ana })).toHaveLength(3);
    expect(rounds({ attributes: ana, late: true }, { attributes: ana })).toHaveLength(2);
    expect(rounds(appending, { attributes: bo })).toHaveLength(1);
  });

  it('is told in turn when it joins two that were told of', () => {
    const both = { attributes: { ...ana, external_id: '7' } };
    expect(rounds({ attributes: ana }, { attributes: { external_id: '7' } }, both)).toHaveLength(2);
  });
});

/** What is left of a profile after these upserts, in the eyes of Klaviyo. */
function after(payloads: readonly ProfilePayload[]): Record<string, unknown> {
  const profiles: Record<string, Record<string, unknown>> = {};
  for (const { attributes, meta } of payloads) {
    const { email = '', properties, ...rest } = attributes;
    const profile = (profiles[email] ??= {});
    for (const [name, value] of Object.entries(rest)) profile[name] = value;
    for (const [name, value] of Object.entries(properties ?? {})) profile[`p.${name}`] = value;
    for (const name of meta?.patch_properties.unset ?? []) delete profile[`p.${name}`];
  }
  return profiles;
}

const name = fc.constantFrom('a', 'b', 'c');
const payload = fc.record({
  email: fc.constantFrom('ana@kelpwood.co', 'bo@kelpwood.co'),
  title: fc.option(fc.constantFrom('x', 'y', null), { nil: undefined }),
  properties: fc.dictionary(name, fc.nat(3), { maxKeys: 2 }),
  unset: fc.array(name, { maxLength: 2 }),
  late: fc.boolean(),
});

it('changes nothing of what is left in the end, and loses no operation', () => {
  fc.assert(
    fc.property(fc.array(payload, { maxLength: 8 }), (drafts) => {
      const operations = drafts.map(({ email, title, properties, unset, late }, index) => {
        const names = unset.filter((one) => properties[one] === undefined);
        return operation(
          {
            attributes: { email, ...(title !== undefined && { title }), properties },
            ...(names.length > 0 && { meta: { patch_properties: { unset: names } } }),
            ...(late && { late }),
          },
          `m-${index}`,
        );
      });
      const upserts = collapseProfiles(operations).flat();
      expect(after(upserts.map((upsert) => upsert.payload))).toEqual(
        after(operations.map((one) => one.payload)),
      );
      const told = upserts.flatMap((upsert) => upsert.operations.map(({ key }) => key));
      expect(told.toSorted()).toEqual(operations.map(({ key }) => key).toSorted());
    }),
  );
});
