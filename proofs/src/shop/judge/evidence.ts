import type { Report } from '@millrace/reconcile';
import type { BigCommerceSandbox, KlaviyoSandbox, ShopHistory } from '@millrace/sandbox';
import type { State } from '../messages.ts';
import type { Seen } from './facts.ts';

/** All that the judge looks at. */
export interface Evidence {
  readonly history: ShopHistory;
  readonly store: BigCommerceSandbox;
  readonly mail: KlaviyoSandbox;
  readonly state: State;
  /** What the library itself finds. */
  readonly report: Report;
  readonly seen: Seen;
  /** The webhooks that were lost: for each cart, when what they said was true, in milliseconds since 1970. */
  readonly lostOfCarts: ReadonlyMap<string, readonly number[]>;
  /** When the last of it happened: milliseconds since 1970. */
  readonly end: number;
}
