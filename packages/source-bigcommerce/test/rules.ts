import { Settings } from '../src/settings.ts';

/** The settings of a source, with all that has a default. */
export function bigcommerceRules(more: object = {}): Settings {
  return Settings.parse({
    storeHash: 'abc123',
    accessToken: 'access-token-of-the-tests',
    clientSecret: 'client-secret-of-the-tests',
    ...more,
  });
}
