import { parseSettings, systemClock } from '@millrace/core';
import * as z from 'zod';
import { Gate } from '../api/gate.ts';
import { apiFields } from '../api/settings.ts';
import { storeApi } from '../api/store-api.ts';
import { HooksDoctor } from './doctor.ts';
import type { HooksReport, Remedy } from './examine.ts';
import { SharedHeader, Webhooks } from './settings.ts';

const HooksSettings = z.strictObject({
  ...apiFields,
  /** Which webhooks there should be. */
  webhooks: Webhooks,
  /** The header that they are to carry, as in the settings of `bigcommerce()`. */
  sharedHeader: SharedHeader.optional(),
});

/** What `bigcommerceHooks()` takes. */
export type BigCommerceHooksSettings = z.input<typeof HooksSettings>;

/** The webhooks of one API account of one store. All calls throw an ApiError. */
export interface BigCommerceHooks {
  /** How the webhooks are, and what is wrong with them. Changes nothing. */
  examine(): Promise<HooksReport>;
  /** Creates those that are missing, reactivates those that are off, sets the shared header. Returns what it did. */
  repair(): Promise<readonly Remedy[]>;
  /** Removes the webhooks of these destinations, and no others. Returns how many. */
  remove(): Promise<number>;
  /** Whom BigCommerce writes to when it gives a webhook up. Replaces those who are set. */
  notify(emails: readonly string[]): Promise<void>;
}

/**
 * Looks after the webhooks of a store, for a script of deployment or a person. A source with the setting `webhooks` does
 * the same by itself, at its start and once an hour.
 *
 * Only webhooks that were made with the same API account are seen.
 *
 * @throws {InvalidSettings}
 */
export function bigcommerceHooks(settings: BigCommerceHooksSettings): BigCommerceHooks {
  const { webhooks, sharedHeader, ...options } = parseSettings(
    'bigcommerceHooks',
    HooksSettings,
    settings,
  );
  const api = storeApi(options, systemClock, new Gate(systemClock, Math.random));
  const doctor = new HooksDoctor(api, webhooks, sharedHeader);
  const call = () => ({ signal: new AbortController().signal });
  return {
    examine: () => doctor.examine(call()),
    repair: () => doctor.repair(call()),
    remove: () => doctor.remove(call()),
    notify: (emails) => doctor.notify(emails, call()),
  };
}
