import { NotFound } from '../api/errors.ts';
import { parseAnswer } from '../api/read.ts';
import { Gather } from '../customer/gather.ts';
import { askAgain } from '../customer/missing.ts';
import { rowsById } from '../customer/rows.ts';
import type { Telling } from '../customer/tell.ts';
import { subscriberKey } from '../memory/keys.ts';
import type { Shop } from '../shop.ts';
import type { Look, Looked } from '../work/look.ts';
import { recallSubscriber } from './memory.ts';
import { Subscriber } from './schema.ts';
import { tellDeleted, tellSubscribers } from './tell.ts';

const looked = ({ drafts, changes }: Telling): Looked => {
  return { as: drafts.length > 0 ? 'told' : 'known', drafts, changes };
};

const path = '/v3/customers/subscribers';

/** Looks at a newsletter subscriber as it is now, and tells what changed of its consent. */
export function subscriberLook(shop: Shop): Look {
  const { settings, context, api } = shop;
  const gather = new Gather((ids, signal) => rowsById(api, path, ids, { signal }));
  return async (id, signal): Promise<Looked> => {
    if (settings.subscribers === 'off') return { as: 'known' };
    const row = await gather.one(id, signal);
    if (row === undefined) return missing(id, signal);
    return looked(await tellSubscribers([parseAnswer(Subscriber, row, path)], shop, signal));
  };

  /** Consent that is withdrawn and given again is more than was ever said: a deletion is believed late. */
  async function missing(id: string, signal: AbortSignal): Promise<Looked> {
    const before = await recallSubscriber(context, id);
    if (before === undefined) throw new NotFound(`${path}?id:in=${id}`);
    if (before.email === undefined) return { as: 'known' };
    const again = askAgain(before.missingSince, context.clock.now());
    if (again === undefined) return looked(await tellDeleted(id, before, shop, signal));
    const { againInMs, missingSince } = again;
    const value = { ...before, missingSince };
    return { as: 'known', changes: [{ key: subscriberKey(id), value }], againInMs };
  }
}
