/** Which scopes a key needs. Klaviyo: the reference page of each endpoint. */
const scopes: Readonly<Record<string, string>> = {
  'POST /api/events': 'events:write',
  'POST /api/event-bulk-create-jobs': 'events:write',
  'POST /api/profile-import': 'profiles:write',
  'POST /api/profile-bulk-import-jobs': 'lists:write, profiles:write',
  'POST /api/profile-subscription-bulk-create-jobs':
    'lists:write, profiles:write, subscriptions:write',
  'POST /api/profile-subscription-bulk-delete-jobs':
    'lists:write, profiles:write, subscriptions:write',
  'POST /api/profile-suppression-bulk-create-jobs': 'profiles:write, subscriptions:write',
  'POST /api/profile-suppression-bulk-delete-jobs': 'subscriptions:write',
  'POST /api/lists/{id}/relationships/profiles': 'lists:write, profiles:write',
  'DELETE /api/lists/{id}/relationships/profiles': 'lists:write, profiles:write',
  'POST /api/data-privacy-deletion-jobs': 'data-privacy:write',
  'GET /api/accounts': 'accounts:read',
  'GET /api/metrics': 'metrics:read',
  'POST /api/metric-aggregates': 'metrics:read',
  'GET /api/events': 'events:read',
  'GET /api/lists/{id}': 'lists:read',
  'GET /api/profiles': 'profiles:read',
  'GET /api/profile-bulk-import-jobs/{id}': 'lists:read, profiles:read',
  'GET /api/profile-bulk-import-jobs/{id}/import-errors': 'profiles:read',
};

/** The scopes of an endpoint, in words. `path` may have a query. */
export function scopesOf(method: string, path: string): string {
  const [bare = ''] = path.split('?');
  const pattern = bare.replace(/^(\/api\/(?:lists|profile-bulk-import-jobs)\/)[^/]+/, '$1{id}');
  return scopes[`${method} ${pattern}`] ?? 'see the reference of the endpoint';
}
