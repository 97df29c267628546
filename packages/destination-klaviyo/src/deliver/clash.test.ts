import { describe, expect, it } from 'vitest';
import { identifierClash, rungs } from './clash.ts';

const email = 'ana@kelpwood.co';
const ids = { email, external_id: '7', phone_number: '+15005550006', _kx: 'x.y' };

describe('the rungs of a profile whose identifiers clash', () => {
  it.each([
    ['one identifier', { email }, []],
    ['two', { email, external_id: '7' }, [['external_id']]],
    ['no email', { external_id: '7', phone_number: '+1' }, [['phone_number']]],
    [
      'three',
      { ...ids, _kx: undefined },
      [['phone_number'], ['external_id'], ['phone_number', 'external_id']],
    ],
    [
      'four',
      ids,
      [['_kx'], ['phone_number'], ['external_id'], ['_kx', 'phone_number', 'external_id']],
    ],
    ['a number that is cleared', { email, phone_number: null }, []],
  ])('%s: the weakest goes first, the strongest never', (_, attributes, dropped) => {
    const given = JSON.parse(JSON.stringify(attributes)) as object;
    expect(rungs(given).map((rung) => rung.dropped)).toEqual(dropped);
  });

  it('keep all that is no identifier', () => {
    expect(rungs({ email, external_id: '7', title: 'Owner' })[0]?.attributes).toStrictEqual({
      email,
      title: 'Owner',
    });
  });
});

it('a clash is told by the names of identifiers and the id of the profile', () => {
  expect(identifierClash(['external_id'], '01J').reason).toContain('external_id');
  expect(identifierClash(['external_id'], '01J').reason).toContain('duplicate_profile_id 01J');
  expect(identifierClash(['external_id'], undefined).reason).not.toContain('undefined');
});
