import { silentLogger, systemClock } from '@millrace/core';
import { describe, expect, it } from 'vitest';
import type { EventOperation } from '../map/payload.ts';
import type { EventProfile } from '../map/profile.ts';
import { deliverEvents } from './events.ts';
import { withoutTwins } from './twins.ts';

const of = (profile: EventProfile, key = 'Seen:1'): EventOperation => ({
  lane: 'events',
  key,
  payload: { profile, event: `{"unique_id":"${key}"}` },
});
const email = 'ana@kelpwood.co';

describe('twins', () => {
  it.each<[string, EventProfile, EventProfile, number]>([
    ['the same person', { email }, { email }, 1],
    ['a person of whom more is known now', { external_id: '7' }, { external_id: '7', email }, 1],
    ['a person of whom less is known', { external_id: '7', email }, { email }, 1],
    ['another person', { external_id: '7', email }, { external_id: '8' }, 2],
    ['one whose id is another’s number', { external_id: '+1500' }, { phone_number: '+1500' }, 2],
  ])('of %s', (_, first, second, left) => {
    expect(withoutTwins([of(first), of(second)])).toHaveLength(left);
  });

  it('are of one metric and unique_id', () => {
    expect(withoutTwins([of({ email }), of({ email }, 'Seen:2')])).toHaveLength(2);
  });

  it('go in a bulk request, whose pace their call has used', async () => {
    const paths: string[] = [];
    const api = async (path: string) => {
      paths.push(path);
      return { ok: true as const, quota: [], body: '' };
    };
    const { signal } = new AbortController();
    const context = { clock: systemClock, logger: silentLogger, signal, quota: () => undefined };
    const outcomes = await deliverEvents([of({ email }), of({ email })], api, context);
    await deliverEvents([of({ email })], api, context);

    expect(outcomes).toHaveLength(2);
    expect(paths).toEqual(['/api/event-bulk-create-jobs', '/api/events']);
  });
});
