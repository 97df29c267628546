import type { BigCommerceSandbox } from '../public.ts';
import type { Chance } from './chance.ts';
import type { Driver } from './driver.ts';
import type { Goods } from './goods.ts';
import type { ShopHistory } from './history.ts';
import type { People } from './people.ts';
import type { StorefrontEvent } from './records.ts';

/** The shop floor: all that a deed may need. */
export interface Floor {
  readonly store: BigCommerceSandbox;
  readonly driver: Driver;
  readonly chance: Chance;
  readonly goods: Goods;
  readonly people: People;
  readonly history: ShopHistory;
  /** What the storefront says of its visitors. */
  readonly tell: (event: StorefrontEvent) => void;
}
