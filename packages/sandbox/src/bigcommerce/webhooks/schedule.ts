/**
 * The waits between the attempts to deliver a webhook: eleven retries within about two days. After the last of them
 * the hook is deactivated.
 *
 * Source: BigCommerce, Webhooks overview, "Callback retry mechanism".
 */
export const RETRY_DELAYS_MS: readonly number[] = [
  60, 180, 300, 600, 900, 1_800, 3_600, 7_200, 21_600, 50_400, 86_400,
].map((seconds) => seconds * 1_000);
