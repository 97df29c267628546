import { expect, it } from 'vitest';
import { scopesOf } from './scopes.ts';

it.each([
  ['POST', '/api/events', 'events:write'],
  ['DELETE', '/api/lists/Y6nRLr/relationships/profiles', 'lists:write, profiles:write'],
  ['GET', '/api/lists/Y6nRLr', 'lists:read'],
  ['GET', '/api/metrics?page[cursor]=x', 'metrics:read'],
  ['GET', '/api/elsewhere', 'see the reference of the endpoint'],
])('%s %s needs %s', (method, path, scopes) => {
  expect(scopesOf(method, path)).toBe(scopes);
});
