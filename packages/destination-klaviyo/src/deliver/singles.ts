import type { DestinationContext } from '@millrace/core';
import { importsPerCall } from './import-profile.ts';
import { wait } from './wait.ts';

/** So many more imports every second: 600 a minute, where Klaviyo takes 750. */
const everyMs = 1_000;

/**
 * Single imports. The pace of lane `profiles` counts calls, and leaves room for ten requests in each. What a call has
 * beyond that goes out at a pace that all calls share.
 */
export class Singles {
  #nextAt = 0;

  /**
   * Works on ten at once, in their order.
   *
   * @throws what the first one throws, once the others of its ten are through.
   */
  async each<Item>(
    items: readonly Item[],
    work: (item: Item) => Promise<void>,
    context: DestinationContext,
    /** How many requests of this call the lane's pace has room for: none once it has made them. */
    allowance = importsPerCall,
  ): Promise<void> {
    for (let first = 0; first < items.length; first += importsPerCall) {
      if (first >= allowance) await this.#turn(context);
      const some = items.slice(first, first + importsPerCall);
      const results = await Promise.allSettled(some.map(work));
      const failure = results.find(({ status }) => status === 'rejected');
      if (failure?.status === 'rejected') throw failure.reason;
    }
  }

  async #turn(context: DestinationContext): Promise<void> {
    const now = context.clock.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + everyMs;
    if (at > now) await wait(at - now, context);
  }
}
