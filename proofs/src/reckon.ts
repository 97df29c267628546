import {
  createPipeline,
  defineSource,
  type DestinationStats,
  type SourceContext,
} from '@millrace/core';
import type { KlaviyoSandbox } from '@millrace/sandbox';
import { tickerId, tickerName } from './worker/ticker.ts';
import { countBehind, draftOf, emailOf, fateOf, isIdentify, personOf, told } from './workload.ts';

/** Where every acknowledged event is, seen from outside: by a process that had no part in it. */
export interface Reckoning {
  readonly acknowledged: number;
  readonly delivered: number;
  readonly held: number;
  readonly pending: number;
  readonly dead: number;
  /** Acknowledged, and now nowhere. */
  readonly lost: number;
  /** The vendor has it twice, after its own de-duplication. */
  readonly duplicated: number;
  readonly outOfOrder: number;
  /** What else is not as promised, in sentences. */
  readonly problems: readonly string[];
}

/** What the store answers for, with nothing running. */
interface Seen {
  /** Of those asked about, the ones whose id the store does not know. */
  readonly unknown: readonly string[];
  readonly held: ReadonlySet<string>;
  readonly dead: ReadonlyMap<string, string>;
  readonly counts: DestinationStats;
  readonly unsound: readonly string[];
  /** Events that the source's count vouches for, and the store does not know. */
  readonly untold: readonly string[];
}

/** The newest of the source's events, of which the last commit may be torn. */
const newest = 4;
/** More than there can be. */
const everything = 1_000_000_000;

const noCounts: DestinationStats = {
  pending: 0,
  held: 0,
  dead: 0,
  delivered: 0,
  dropped: 0,
  paused: false,
};

/** Opens the store without delivering. An id that is known is answered `duplicate`, and nothing changes. */
async function look(directory: string, ids: Iterable<string>, verify: boolean): Promise<Seen> {
  let memory: SourceContext | undefined;
  const source = defineSource({ name: tickerName, attach: (context) => void (memory = context) });
  const pipeline = await createPipeline({ directory, sources: [source] });
  try {
    const count = ((await memory?.recall('count')) as number | undefined) ?? 0;
    const counted = Array.from({ length: Math.min(count, newest) }, (_, index) =>
      tickerId(count - 1 - index),
    );
    const { problems } = verify ? await pipeline.verify() : { problems: [] };
    const letters = await pipeline.deadLetters({ limit: everything });
    const held = await pipeline.held(everything);
    const counts = pipeline.stats().destinations['Klaviyo'] ?? noCounts;
    const isKnown = async (id: string): Promise<boolean> =>
      (await pipeline.accept(draftOf(id))).status === 'duplicate';
    const untold: string[] = [];
    for (const id of counted) if (!(await isKnown(id))) untold.push(id);
    const unknown: string[] = [];
    const waiting = [...ids].values();
    const asker = async (): Promise<void> => {
      for (const id of waiting) if (!(await isKnown(id))) unknown.push(id);
    };
    await Promise.all(Array.from({ length: 256 }, asker));
    return {
      unknown,
      held: new Set(held.map(({ messageId }) => messageId)),
      dead: new Map(
        letters.map(({ event, stage, reason }) => [event.messageId, `${stage}: ${reason}`]),
      ),
      counts,
      unsound: problems,
      untold,
    };
  } finally {
    await pipeline.close();
  }
}

/** What the vendor has: the ids of the orders as they came, and who was identified. */
export interface Arrived {
  readonly orders: readonly string[];
  readonly emails: ReadonlySet<string>;
}

export function arrivedAt({ events, profiles }: KlaviyoSandbox): Arrived {
  const orders = events.filter(({ metric }) => metric === 'Placed Order');
  return {
    orders: orders.map(({ unique_id }) => unique_id ?? ''),
    emails: new Set(profiles.map(({ email }) => email ?? '')),
  };
}

function countOutOfOrder(orders: readonly string[]): number {
  const last = new Map<string, number>();
  let outOfOrder = 0;
  for (const id of orders) {
    const event = told(id);
    const position = event.round * 1e9 + event.number;
    // Two rounds of one person are in order as well, as the first had ended.
    if (position < (last.get(personOf(event)) ?? -1)) outOfOrder += 1;
    last.set(personOf(event), position);
  }
  return outOfOrder;
}

const few = (ids: readonly string[]): string =>
  `${ids.length} (${ids.slice(0, 3).join(', ')}${ids.length > 3 ? ', …' : ''})`;

export interface ReckonOptions {
  /** Which of the acknowledged the store is asked about. Default: all. */
  readonly ask?: Iterable<string>;
  /** Everything should have been delivered by now: nothing may be pending, and nothing held that was released. */
  readonly drained?: boolean;
  /** Callers were killed: the store has events that nobody was told of. Default false. */
  readonly killed?: boolean;
  /** Whether the store compares its own tables with each other. Default: when drained. */
  readonly verify?: boolean;
}

/** Finds every acknowledged event: at the vendor, held, dead, or pending; in one place only. */
export async function reckon(
  directory: string,
  acknowledged: readonly string[],
  arrived: Arrived,
  { ask = acknowledged, drained = false, killed = false, verify = drained }: ReckonOptions = {},
): Promise<Reckoning> {
  const { unknown, held, dead, counts, unsound, untold } = await look(directory, ask, verify);
  const orders = new Set(arrived.orders);
  const problems = unsound.map((problem) => `verify() says: ${problem}`);
  const complain = (what: string, ids: readonly string[]): void => {
    if (ids.length > 0) problems.push(`${what}: ${few(ids)}`);
  };

  const isDelivered = (id: string): boolean =>
    isIdentify(told(id)) ? arrived.emails.has(emailOf(told(id))) : orders.has(id);
  const rest = acknowledged.filter((id) => !isDelivered(id) && !held.has(id) && !dead.has(id));
  // The vendor may have what is not settled yet: that is pending and delivered at once, and comes again.
  const lost = new Set(unknown);
  if (rest.length > counts.pending) for (const id of rest.slice(counts.pending)) lost.add(id);
  complain('acknowledged, and the store does not know the id', unknown);
  complain('the source counted them in the same commit, and they are not there', untold);
  if (rest.length > counts.pending) {
    complain(`acknowledged and nowhere to be found, with ${counts.pending} pending`, rest);
  }

  complain(
    'delivered and held',
    [...held].filter((id) => orders.has(id)),
  );
  complain(
    'delivered and a dead letter',
    [...dead.keys()].filter((id) => orders.has(id)),
  );
  complain(
    'held, and should not be',
    [...held].filter((id) => fateOf(told(id)) !== 'late'),
  );
  const innocent = [...dead].filter(([id]) => !['refused', 'broken'].includes(fateOf(told(id))));
  complain(
    'dead letters that should be none',
    innocent.map(([id, why]) => `${id}: ${why}`),
  );
  if (drained) {
    // One more may wait behind a held order, and was perhaps not acknowledged.
    const behind = killed ? held.size : countBehind(acknowledged);
    if (counts.pending > behind) {
      problems.push(`${counts.pending} are pending, and nothing delivers them`);
    }
    const known = new Set(
      acknowledged.filter((id) => isIdentify(told(id))).map((id) => personOf(told(id))),
    );
    complain(
      'held, and their person is known',
      [...held].filter((id) => known.has(personOf(told(id)))),
    );
  }
  return {
    acknowledged: acknowledged.length,
    delivered: acknowledged.filter(isDelivered).length,
    held: held.size,
    pending: counts.pending,
    dead: dead.size,
    lost: lost.size,
    duplicated: arrived.orders.length - orders.size,
    outOfOrder: countOutOfOrder(arrived.orders),
    problems,
  };
}

/** Whether all of it is as promised. */
export const isSound = ({ lost, duplicated, outOfOrder, problems }: Reckoning): boolean =>
  lost + duplicated + outOfOrder + problems.length === 0;
