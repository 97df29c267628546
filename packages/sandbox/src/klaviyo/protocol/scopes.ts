/** What a key must be allowed to do. Klaviyo: the reference page of each endpoint. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  'POST /api/events': ['events:write'],
  'GET /api/events': ['events:read'],
  'POST /api/event-bulk-create-jobs': ['events:write'],
  'POST /api/profile-import': ['profiles:write'],
  'POST /api/profiles': ['profiles:write'],
  'GET /api/profiles': ['profiles:read'],
  'GET /api/profiles/{id}': ['profiles:read'],
  'PATCH /api/profiles/{id}': ['profiles:write'],
  'POST /api/profile-subscription-bulk-create-jobs': [
    'lists:write',
    'profiles:write',
    'subscriptions:write',
  ],
  'POST /api/profile-subscription-bulk-delete-jobs': [
    'lists:write',
    'profiles:write',
    'subscriptions:write',
  ],
  'GET /api/metrics': ['metrics:read'],
  'POST /api/metric-aggregates': ['metrics:read'],
  'GET /api/accounts': ['accounts:read'],
  'GET /api/lists': ['lists:read'],
  'GET /api/lists/{id}': ['lists:read'],
  'POST /api/lists': ['lists:write'],
  'POST /api/lists/{id}/relationships/profiles': ['lists:write', 'profiles:write'],
  'DELETE /api/lists/{id}/relationships/profiles': ['lists:write', 'profiles:write'],
};

/** The scopes that an endpoint needs and `given` has not. */
export function missingScopes(
  { method, path }: { readonly method: string; readonly path: string },
  given: readonly string[],
): readonly string[] {
  return (NEEDED[`${method} ${path}`] ?? []).filter((scope) => !given.includes(scope));
}
