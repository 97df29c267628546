import { NotFound } from '../api/errors.ts';
import { parseAnswer } from '../api/read.ts';
import { customerKey, orderedKey } from '../memory/keys.ts';
import type { Shop } from '../shop.ts';
import type { Look, Looked } from '../work/look.ts';
import { Gather } from './gather.ts';
import { recallCustomer } from './memory.ts';
import { askAgain } from './missing.ts';
import { attributeNames, groupNames } from './names.ts';
import { rowsById } from './rows.ts';
import { Customer, included } from './schema.ts';
import { tellCustomers } from './tell.ts';

const path = '/v3/customers';

/**
 * Looks at a customer as it is now, and tells what is new of them. One who was deleted is forgotten here, and nowhere
 * else: whoever is to be erased elsewhere is a `User Erased` of the merchant's.
 */
export function customerLook(shop: Shop): Look {
  const { settings, context, api } = shop;
  const names = {
    groups: groupNames(api, context.clock),
    attributes: attributeNames(api, context.clock),
  };
  const gather = new Gather((ids, signal) =>
    rowsById(api, path, ids, { signal, query: { include: included } }),
  );
  return async (id, signal) => {
    if (!settings.customers) return { as: 'known' };
    const row = await gather.one(id, signal);
    if (row === undefined) return missing(id);
    const customer = parseAnswer(Customer, row, path);
    const { drafts, changes } = await tellCustomers([customer], shop, names, signal);
    return { as: drafts.length > 0 ? 'told' : 'known', drafts, changes };
  };

  /** Who is forgotten is told anew, and without what is told once there is an order: a deletion is believed late. */
  async function missing(id: string): Promise<Looked> {
    const before = await recallCustomer(context, id);
    if (before === undefined) throw new NotFound(`${path}?id:in=${id}`);
    const again = askAgain(before.missingSince, context.clock.now());
    if (again !== undefined) {
      const { againInMs, missingSince } = again;
      const value = { ...before, missingSince };
      return { as: 'known', changes: [{ key: customerKey(id), value }], againInMs };
    }
    const keys = [customerKey(id), orderedKey(id)];
    return { as: 'known', changes: keys.map((key) => ({ key, value: undefined })) };
  }
}
