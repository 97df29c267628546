import type { BigCommerceSandbox } from '@millrace/sandbox';

/** Makes the webhook through the store's API, as a merchant's developer would. BigCommerce: Webhooks V3, Create a Webhook. */
export async function createWebhook(store: BigCommerceSandbox, destination: string): Promise<void> {
  const answer = await fetch(`${store.url}/stores/${store.storeHash}/v3/hooks`, {
    method: 'POST',
    headers: {
      'x-auth-token': store.accessToken,
      'content-type': 'application/json',
      accept: 'application/json',
    },
    body: JSON.stringify({
      scope: 'store/order/*',
      destination,
      is_active: true,
      headers: { 'x-shared-secret': 'demo-shared-secret' },
    }),
  });
  if (!answer.ok)
    throw new Error(`The webhook was not made: ${answer.status} ${await answer.text()}`);
}
