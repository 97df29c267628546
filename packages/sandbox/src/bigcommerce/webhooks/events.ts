import { createHash } from 'node:crypto';
import { unixSeconds } from '../dates.ts';
import type { StoreProfile } from '../store-profile.ts';
import type { HookRegistry } from './hook-registry.ts';

/** Something that happened in the store, on its way to one hook. */
export interface Webhook {
  readonly hookId: number;
  /** The event's own scope, also when the hook's is a wildcard. */
  readonly scope: string;
  readonly orderId?: number;
  /** SHA-1 of the envelope without it. The same change within the same second has the same hash. */
  readonly hash: string;
  /** The `webhook-id` header: one per event and hook, kept on every attempt. */
  readonly webhookId: string;
  /** The exact body. */
  readonly body: string;
}

/**
 * Says that something happened. `orderId` is for the sandbox's own record of deliveries; with `onlyClient` nobody else
 * hears of it.
 */
export type Emit = (scope: string, data: object, orderId?: number, onlyClient?: string) => void;

export interface EventsOptions {
  readonly store: StoreProfile;
  readonly hooks: HookRegistry;
  readonly now: () => number;
  readonly newId: () => string;
  readonly send: (webhook: Webhook) => void;
}

/**
 * Turns an event into one webhook for each hook that listens. The body is the same for all of them, and thin: a
 * receiver reads the resource itself.
 *
 * Source: BigCommerce, Webhooks overview, "Webhook payload" and "Event types".
 */
export function events({ store, hooks, now, newId, send }: EventsOptions): Emit {
  return (scope, data, orderId, onlyClient) => {
    const listening = hooks
      .listeningTo(scope)
      .filter((hook) => onlyClient === undefined || hook.client_id === onlyClient);
    if (listening.length === 0) return;
    const envelope = {
      scope,
      store_id: String(store.storeId),
      data,
      created_at: unixSeconds(now()),
      producer: `stores/${store.hash}`,
    };
    const hash = createHash('sha1').update(JSON.stringify(envelope)).digest('hex');
    const body = JSON.stringify({ ...envelope, hash });
    for (const hook of listening) {
      const about = orderId === undefined ? {} : { orderId };
      send({ hookId: hook.id, scope, ...about, hash, webhookId: newId(), body });
    }
  };
}
