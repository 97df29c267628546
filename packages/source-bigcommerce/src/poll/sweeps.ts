import { insist } from '../api/insist.ts';
import { reasonOf } from '../work/failure.ts';
import type { Shop } from '../shop.ts';
import type { Sweep } from './cursor.ts';
import { isNewsOfOrder, isNewsOfRefund } from './known.ts';
import { orderSweep } from './orders.ts';
import { customerSweep, subscriberSweep } from './people.ts';
import { refundSweep } from './refunds.ts';
import type { SweepReport, Swept, SweptKind } from './report.ts';
import { usualOverlapMs } from './settings.ts';
import { sweep, type SweepParts } from './sweep.ts';
import { vendorTime } from './vendor-time.ts';

/**
 * A sweep over all that changes in a store, one kind after the other; one that fails does not stop the others. What the
 * quota does not allow is waited for; a store that is down ends the sweep.
 *
 * Two processes that sweep the same store put the same things into one inbox, which harms nothing.
 */
export function sweeper(
  shop: Shop,
  { inbox, add }: Pick<SweepParts, 'inbox' | 'add'>,
): (signal: AbortSignal) => Promise<SweepReport> {
  const { settings, context, historyBefore: beginning } = shop;
  const overlapMs = settings.poll === false ? usualOverlapMs : settings.poll.overlapMs;
  const api = insist(shop.api, { clock: context.clock, whileDown: false });
  const sweeps: readonly Sweep[] = [
    ...(settings.customers ? [customerSweep(api, overlapMs)] : []),
    ...(settings.subscribers === 'off' ? [] : [subscriberSweep(api, overlapMs)]),
    orderSweep(api, (order) => isNewsOfOrder(context, order)),
    refundSweep(api, overlapMs, (refund) => isNewsOfRefund(context, refund)),
  ];

  async function one(
    of: Sweep,
    vendorNow: () => Promise<number | undefined>,
    signal: AbortSignal,
  ): Promise<Swept> {
    let swept: Swept = { read: 0, noticed: 0, through: beginning };
    const tell = (so: Swept): void => {
      swept = so;
    };
    try {
      const parts = { context, inbox, add, overlapMs, beginning };
      await sweep(of, parts, await vendorNow(), tell, signal);
    } catch (error) {
      signal.throwIfAborted();
      return { ...swept, failed: reasonOf(error) };
    }
    return swept;
  }

  return async (signal) => {
    const report: Partial<Record<SweptKind, Swept>> = {};
    for (const of of sweeps) {
      // Asked before each of them: what changes while one goes on is the next one's.
      report[of.kind] = await one(of, () => vendorTime(api, signal), signal);
    }
    return report;
  };
}
