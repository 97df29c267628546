import type { Draft, SourceContext, StateChange } from '@millrace/core';
import type { OrdersApi } from '../api/client.ts';
import type { Inbox } from '../memory/inbox.ts';
import { placedKey, skippedKey } from '../memory/keys.ts';
import type { Skipped, Waiting } from '../memory/records.ts';
import { orderCompleted } from '../order/draft.ts';
import { standing } from '../order/placed.ts';
import type { Settings } from '../settings.ts';
import type { Tally } from '../tally.ts';

export interface FollowUp {
  readonly settings: Pick<Settings, 'storeHash' | 'notPlaced'>;
  readonly context: SourceContext;
  readonly inbox: Inbox;
  readonly api: OrdersApi;
  readonly tally: Tally;
}

/**
 * Looks at an order of the inbox as it is now, and yields its Order Completed if it is placed and never was before.
 *
 * @returns whether it is to be looked at again, since another notice came meanwhile.
 */
export async function followUp(
  orderId: number,
  { settings, context, inbox, api, tally }: FollowUp,
  signal: AbortSignal,
): Promise<boolean> {
  const taken = await inbox.take(orderId);
  if (taken === undefined) return false;
  const done = async (
    as: 'placed' | 'known' | 'notPlaced' | 'skipped',
    drafts: readonly Draft[] = [],
    changes: readonly StateChange[] = [],
  ): Promise<boolean> => {
    const again = await inbox.finish(taken, drafts, changes);
    tally.count(as);
    return again;
  };

  if ((await context.recall(placedKey(orderId))) !== undefined) return done('known');

  const order = await api.order(orderId, signal);
  const now = standing(order, settings.notPlaced);
  if (now.is === 'not placed') return done('notPlaced');
  if (now.is === 'skipped') return done('skipped', [], [skip(taken, now.reason, context)]);

  const lines = await api.products(orderId, signal);
  const coupons = order.coupon_discount.gt(0) ? await api.coupons(orderId, signal) : [];
  return done(
    'placed',
    [orderCompleted(order, lines, coupons, settings)],
    [
      { key: placedKey(orderId), value: { at: time(context) } },
      { key: skippedKey(orderId), value: undefined },
    ],
  );
}

/** That an order was passed over: kept until it is placed after all. */
export function skip(
  { orderId }: Waiting,
  reason: string,
  context: Pick<SourceContext, 'clock'>,
): StateChange {
  const value: Skipped = { orderId, reason, at: time(context) };
  return { key: skippedKey(orderId), value };
}

const time = ({ clock }: Pick<SourceContext, 'clock'>): string =>
  new Date(clock.now()).toISOString();
