import { background } from './background.ts';
import { insist, type Insistent } from '../api/insist.ts';
import { catalogLookUps } from '../catalog/look-ups.ts';
import { attributeNames, groupNames } from '../customer/names.ts';
import type { Shop } from '../shop.ts';
import { storeProfile } from '../store/profile.ts';
import type { Tally } from '../tally.ts';
import type { Prepared } from './under-locks.ts';

/** Nobody waits for an order of the past: it gets what the catalogue has, however long that takes. In milliseconds. */
const catalogTimeoutMs = 600_000;

/** A shop of which everything is read in the background, with what of it needs more than a shop. */
export interface Paced extends Prepared {
  readonly api: Insistent;
}

export interface Pacing {
  /** The part of the quota that it may use. */
  readonly share: number;
  readonly tally: Pick<Tally, 'count'>;
  readonly random: () => number;
  /** Is told why it waits for a store that cannot answer, and `undefined` when it no longer does. */
  readonly waiting: (reason: Error | undefined) => void;
  readonly closing: AbortSignal;
}

/** The same shop, of which everything is read in the background, the catalogue as well. */
export function paced(shop: Shop, { share, tally, random, waiting, closing }: Pacing): Paced {
  const { clock, logger } = shop.context;
  const api = insist(background(shop.api, share), { clock, random, whileDown: true, waiting });
  const store = storeProfile({ api, clock, closing });
  const timeoutMs = catalogTimeoutMs;
  const catalog = catalogLookUps({ api, store, clock, logger, tally, timeoutMs, closing });
  return {
    api,
    shop: { ...shop, api, store, catalog },
    names: { groups: groupNames(api, clock), attributes: attributeNames(api, clock) },
  };
}
