import { describe, expect, it } from 'vitest';
import type { EventOperation } from '../map/payload.ts';
import { faulty } from './bulk.ts';
import type { ApiError } from './errors.ts';

const root = '/data/attributes/events-bulk-create/data';

function operation(key: string, email: string): EventOperation {
  const metric = { data: { type: 'metric', attributes: { name: 'Seen' } } } as const;
  const event = { metric, unique_id: key, time: '2026-07-15T10:00:00.000Z', properties: {} };
  return { lane: 'events', key, payload: { profile: { email }, event: JSON.stringify(event) } };
}

/** Two groups: of 1 and 3, and of 2. */
const batch = [
  operation('1', 'ana@kelpwood.co'),
  operation('2', 'bo@kelpwood.co'),
  operation('3', 'ana@kelpwood.co'),
];

function found(...pointers: (string | undefined)[]): string[] {
  const errors = pointers.map((pointer): ApiError => ({ source: { pointer } }));
  return [...faulty(batch, errors).keys()].map(({ key }) => key);
}

describe('faulty', () => {
  it.each([
    ['an event', `${root}/0/attributes/events/data/1/attributes/value`, ['3']],
    ['the profile of a group', `${root}/0/attributes/profile/data/attributes/email`, ['1', '3']],
    ['a group of one', `${root}/1`, ['2']],
    ['one of a group of several, we do not know which', `${root}/0/attributes/events`, []],
    ['an event that was not sent', `${root}/0/attributes/events/data/7`, []],
    ['a group that was not sent', `${root}/7/attributes/profile`, []],
    ['the whole', '/data/attributes', []],
    ['nothing', undefined, []],
  ])('%s: %s', (_, pointer, keys) => {
    expect(found(pointer)).toStrictEqual(keys);
  });

  it('is the only one there is, whatever is said of it', () => {
    const [alone] = batch;
    expect([...faulty(batch.slice(0, 1), []).keys()]).toStrictEqual([alone]);
  });

  it('takes all that is pointed at', () => {
    expect(found(`${root}/1`, 'elsewhere', `${root}/0/attributes/events/data/0`)).toStrictEqual([
      '2',
      '1',
    ]);
  });
});
