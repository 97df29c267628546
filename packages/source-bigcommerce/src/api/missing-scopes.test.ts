import { manualClock } from '@millrace/core/testing';
import { expect, test } from 'vitest';
import type { Api } from './api.ts';
import { AccessRefused } from './errors.ts';
import { mindingScopes } from './missing-scopes.ts';

const call = { signal: new AbortController().signal };

/** A store whose customers nobody may read, until somebody gives the scope. */
function open() {
  const clock = manualClock();
  const asked: string[] = [];
  let isGiven = false;
  const answer = async (path: string) => {
    asked.push(path);
    if (!isGiven && path.startsWith('/v3/customers')) throw new AccessRefused(403, path);
    return 'an answer';
  };
  const api: Api = { get: answer, send: (_, path) => answer(path) };
  return {
    clock,
    asked: () => asked.splice(0),
    give: () => (isGiven = true),
    api: mindingScopes(api, clock),
  };
}

test('a scope that is missing is asked for once a minute, however many need it', async () => {
  const { api, asked, clock } = open();
  for (let count = 0; count < 50; count += 1) {
    await expect(api.get('/v3/customers', call)).rejects.toThrow('Customers (read-only)');
    await expect(api.get('/v2/customer_groups', call)).rejects.toThrow(AccessRefused);
  }
  expect(asked()).toEqual(['/v3/customers']);
  await clock.advance(60_000);
  await Promise.allSettled([api.get('/v3/customers', call), api.get('/v3/customers', call)]);
  expect(asked()).toEqual(['/v3/customers']);
});

test('other scopes are asked for all the same', async () => {
  const { api } = open();
  await expect(api.get('/v3/customers', call)).rejects.toThrow(AccessRefused);
  expect(await api.get('/v2/orders', call)).toBe('an answer');
});

test('once it is given, everybody is let through within a minute', async () => {
  const { api, asked, clock, give } = open();
  await expect(api.get('/v3/customers', call)).rejects.toThrow(AccessRefused);
  give();
  await clock.advance(60_000);
  expect(await api.get('/v3/customers', call)).toBe('an answer');
  expect(await api.get('/v3/customers', call)).toBe('an answer');
  expect(asked()).toHaveLength(3);
});
