import type { Warning } from '@millrace/core';

/** The key lacks a scope that only the import in bulk needs. */
export const bulkRefused: Warning = {
  kind: 'bulk_import_refused',
  reason:
    'apiKey may not import profiles in bulk, so they go one by one, 600 a minute: give it the scopes lists:write, lists:read, profiles:write and profiles:read, and restart',
};
