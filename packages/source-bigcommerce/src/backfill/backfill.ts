import { setMaxListeners } from 'node:events';
import { parseSettings } from '@millrace/core';
import type { Lock } from '../lock.ts';
import type { Settings } from '../settings.ts';
import type { Shop } from '../shop.ts';
import type { Tally } from '../tally.ts';
import type { CommitParts } from './commit.ts';
import { customerPart } from './customers.ts';
import { type BackfillOptions, optionsOf } from './options.ts';
import { orderPart } from './orders.ts';
import { paced } from './paced.ts';
import type { BackfillPart, BackfillReport, PartCounts, PassedOver } from './report.ts';
import { runPart } from './run-part.ts';
import { Shown } from './shown.ts';
import { BackfillState, type PartState, type Range, stateKey } from './state.ts';
import { subscriberPart } from './subscribers.ts';

/** What the report of a run lists. */
const mostListed = 1_000;

export interface BackfillParts extends CommitParts {
  readonly shop: Shop;
  readonly lock: Lock<string>;
  readonly tally: Pick<Tally, 'count'>;
  /** Aborted when the source is stopped. */
  readonly closing: AbortSignal;
}

/**
 * Tells the history of a store: from where the same range was left, to its end or until it is stopped.
 *
 * @throws {InvalidSettings} for the options.
 * @throws {AccessRefused} when the access token lacks a scope: the message names it.
 * @throws {UnexpectedAnswer} when the store answers a list with something else.
 */
export async function backfill(
  options: BackfillOptions,
  parts: BackfillParts,
): Promise<BackfillReport> {
  const { shop, context, lock, tally, random, closing } = parts;
  const asked = parseSettings('backfill', optionsOf(shop.historyBefore), options);
  const range = rangeOf(asked, shop);
  const stored = BackfillState.safeParse(await context.recall(stateKey(range))).data;
  const listed: PassedOver[] = [];
  const wasDone = stored !== undefined && range.what.every((part) => stored[part]?.done === true);
  const report = (outcome: BackfillReport['outcome'], state: BackfillState): BackfillReport => ({
    outcome,
    resumed: stored !== undefined && !wasDone,
    ...(range.from !== undefined && { from: range.from }),
    until: range.until,
    parts: Object.fromEntries(
      range.what.flatMap((name) => {
        const done = state[name];
        return done === undefined ? [] : [[name, countsOf(done)]];
      }),
    ),
    skipped: listed,
  });
  if (wasDone && !asked.again) return report('finished before', stored);

  const state: BackfillState = wasDone || stored === undefined ? {} : stored;
  const signal = AbortSignal.any([closing, ...(asked.signal ? [asked.signal] : [])]);
  // All orders of a page wait for their products at the same time.
  setMaxListeners(0, signal);
  const shown = new Shown(asked.onProgress, context.logger);
  const { share } = asked;
  const waiting = shown.waiting.bind(shown);
  const pacedShop = paced(shop, { share, tally, random, waiting, closing: signal });
  const readers = {
    customers: customerPart(pacedShop, lock),
    subscribers: subscriberPart(pacedShop, lock),
    orders: orderPart(pacedShop, lock),
  };
  for (const name of range.what) {
    if (state[name]?.done === true) continue;
    const run = {
      name,
      part: readers[name],
      range,
      again: asked.again,
      state,
      commit: parts,
      shown,
      passed: (some: readonly PassedOver[]) => {
        listed.push(...some.slice(0, mostListed - listed.length));
      },
    };
    if (!(await runPart(run, signal))) return report('stopped', state);
  }
  return report('finished', state);
}

/** What the settings leave out is not read. */
function rangeOf(
  {
    from,
    until,
    what,
  }: { from?: string | undefined; until?: string | undefined; what: readonly BackfillPart[] },
  { settings, historyBefore }: Shop,
): Range {
  const isTold = (part: BackfillPart, { customers, subscribers }: Settings): boolean =>
    part === 'orders' || (part === 'customers' ? customers : subscribers !== 'off');
  return {
    ...(from !== undefined && { from }),
    until: until ?? historyBefore,
    what: what.filter((part) => isTold(part, settings)),
  };
}

function countsOf({ read, events, known, skipped }: PartState): PartCounts {
  return { read, events, known, skipped };
}
