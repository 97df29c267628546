import type { KlaviyoSettings } from '@millrace/destination-klaviyo';
import type { BigCommerceSettings } from '@millrace/source-bigcommerce';

/** Whose orders go where. */
export interface Accounts {
  readonly bigcommerce: BigCommerceSettings;
  readonly klaviyo: KlaviyoSettings;
}

const variables = [
  'BIGCOMMERCE_STORE_HASH',
  'BIGCOMMERCE_ACCESS_TOKEN',
  'BIGCOMMERCE_CLIENT_SECRET',
  'KLAVIYO_API_KEY',
] as const;

/**
 * The real accounts, if the environment names them; undefined if it names none.
 *
 * @throws {Error} when it names some but not all of them: half a set-up is a mistake, and no reason to run the demo.
 */
export function realAccounts(env: NodeJS.ProcessEnv): Accounts | undefined {
  const missing = variables.filter((name) => !env[name]);
  if (missing.length === variables.length) return undefined;
  if (missing.length > 0) {
    throw new Error(
      `To run against real accounts, set ${missing.join(', ')} too; to run the demo, unset the others.`,
    );
  }
  return {
    bigcommerce: {
      storeHash: env['BIGCOMMERCE_STORE_HASH'] ?? '',
      accessToken: env['BIGCOMMERCE_ACCESS_TOKEN'] ?? '',
      clientSecret: env['BIGCOMMERCE_CLIENT_SECRET'] ?? '',
    },
    klaviyo: { apiKey: env['KLAVIYO_API_KEY'] ?? '' },
  };
}
