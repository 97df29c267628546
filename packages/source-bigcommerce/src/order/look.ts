import { accountReader } from '../customer/account.ts';
import type { Shop } from '../shop.ts';
import type { Look } from '../work/look.ts';

import { recallLedger } from './ledger.ts';
import { readOrder } from './read-one.ts';
import { tellOrder } from './tell.ts';

/** Looks at an order as it is now, and tells what was not told of it before. */
export function orderLook(shop: Shop): Look {
  const { settings, context, api } = shop;
  const emailOf = accountReader(shop);
  return async (id, signal) => {
    const ledger = await recallLedger(context, id);
    const readAt = context.clock.now();
    const bundle = await readOrder(api, id, { signal }, { ledger, rules: settings });
    const reading = { readAt, emailOf: (customerId: string) => emailOf(customerId, signal) };
    const { guest, ...telling } = await tellOrder(bundle, ledger, reading, shop, signal);
    const drafts = [...telling.drafts, ...guest];
    if (telling.skipped !== undefined) return { as: 'skipped', ...telling, drafts };
    return { as: drafts.length > 0 ? 'told' : 'known', ...telling, drafts };
  };
}
