import type { NewCurrency } from './currencies.ts';
import type { StoreChanges, StoreProfile } from './store-profile.ts';
import type { Emit } from './webhooks/events.ts';

/** What the merchant sets of the store itself. */
export interface StoreActions {
  updateStore(changes: StoreChanges): void;
  /** Adds a currency, or sets what is said of one that is there. */
  addCurrency(currency: NewCurrency): void;
}

/** Source: BigCommerce, Webhooks, "Webhook Events", Store: `information/updated` tells of time zone and currency too. */
export function storeActions(store: StoreProfile, emit: Emit): StoreActions {
  return {
    updateStore(changes) {
      store.change(changes);
      emit('store/information/updated', { type: 'store' });
    },
    addCurrency(currency) {
      store.currencies.put(currency);
    },
  };
}
