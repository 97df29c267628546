import type { BigCommerceSandbox } from '../public.ts';
import { chanceOf } from './chance.ts';
import type { Driver } from './driver.ts';
import type { Floor } from './floor.ts';
import { stockUp } from './goods.ts';
import { ShopHistory } from './history.ts';
import type { StorefrontEvent } from './records.ts';
import { type Life, lifeRunner } from './life.ts';
import { shopper } from './lives/shopper.ts';
import { stockroom } from './lives/stockroom.ts';
import { People } from './people.ts';

export interface SimulationOptions {
  /** The same seed makes the same shop. */
  readonly seed: number;
  /** How many orders are begun. */
  readonly orders: number;
  /** The time over which they come, in milliseconds. Nothing happens afterwards. */
  readonly lastsMs: number;
  /** The clock of the sandbox: the one that it was made with. */
  readonly driver: Driver;
  /** Is told what the storefront says of its visitors: a backend would track it. Default: nobody. */
  readonly storefront?: (event: StorefrontEvent) => void;
}

export interface SimulatedShop {
  /** What happened to each order so far. */
  readonly history: ShopHistory;
  /** When the last shopper has gone: milliseconds since 1970. */
  readonly until: number;
}

/**
 * Opens the shop: from now on shoppers come, order, pay or do not, and staff ship, refund, cancel, correct and confuse.
 * All of it is decided by the seed, and none of it by who listens.
 *
 * @example
 * const driver = pacedDriver(720); // a day in two minutes
 * const store = await bigcommerceSandbox({ now: driver.now, timer: driver.timer });
 * simulatedShop(store, { seed: 7, orders: 300, lastsMs: 86_400_000, driver });
 */
export function simulatedShop(
  store: BigCommerceSandbox,
  { seed, orders, lastsMs, driver, storefront = () => undefined }: SimulationOptions,
): SimulatedShop {
  const chance = chanceOf(seed);
  const until = driver.now() + lastsMs;
  const floor: Floor = {
    store,
    driver,
    chance,
    goods: stockUp(store),
    people: new People(store, chance),
    history: new ShopHistory(),
    tell: storefront,
  };
  const live = lifeRunner(driver, until);

  function* arrivals(): Life {
    for (let number = 0; number < orders; number += 1) {
      // A little faster than even, so that the last of them come before the end.
      yield Math.floor(chance.between(0, (1.9 * lastsMs) / orders));
      live(shopper(floor, live));
    }
  }
  live(arrivals());
  live(stockroom(floor));
  return { history: floor.history, until };
}
