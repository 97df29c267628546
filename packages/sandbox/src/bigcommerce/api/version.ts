import type { Version } from './router.ts';

/** The version in whose words a path is answered, be it an address of the API or not. */
export function versionOf(path: string): Version {
  return path.includes('/v2/') ? 'v2' : 'v3';
}
