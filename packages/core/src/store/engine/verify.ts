import type { VerifyReport } from '../records.ts';
import { lastName, type Database, type Tables } from './database.ts';
import { decodeEvent, decodeHeader } from './entry.ts';
import { isPassed } from './prune.ts';
import { noTotals } from './rows.ts';
import { Recount } from './recount.ts';
import { verifyQueues } from './verify-queues.ts';
import { walk } from './walk.ts';

/** More would tell nothing new. */
const mostProblems = 100;
const everything = Number.POSITIVE_INFINITY;

/** Reads everything and compares it. The tables are those of one moment, whatever is written meanwhile. */
export async function verify(database: Database): Promise<VerifyReport> {
  const snapshot = database.snapshot();
  const { tables } = snapshot;
  const problems: string[] = [];
  let more = 0;
  const tell = (problem: string): void => {
    if (problems.length < mostProblems) problems.push(problem);
    else more += 1;
  };
  try {
    const recount = new Recount();
    await verifyLog(tables, recount, tell);
    await verifyRecords(tables, recount, tell);
    await verifyQueues(tables, recount, tell);
    if (more > 0) problems.push(`and ${more} more`);
    return { entries: recount.events, problems };
  } finally {
    snapshot.release();
  }
}

type Tell = (problem: string) => void;

async function verifyLog(tables: Tables, recount: Recount, tell: Tell): Promise<void> {
  await walk(tables.log, 0, 2 ** 32 - 1, (ref, entry) => {
    recount.events += 1;
    recount.bytes += entry.length;
    try {
      const { destinations, draftId } = decodeHeader(entry, ref);
      for (const name of destinations) {
        const unread = !isPassed(tables.destinations.get(name), ref);
        if (unread && tables.exceptions.get([name, ref]) === undefined)
          recount.of(name).pending += 1;
      }
      const { messageId } = decodeEvent(entry, ref);
      for (const id of draftId === undefined ? [messageId] : [messageId, draftId]) {
        if (tables.messageIds.get(id) === undefined)
          tell(`the id "${id}" of the event at position ${ref} is not known: it could come twice`);
      }
    } catch {
      tell(`the event at position ${ref} cannot be read`);
    }
  });
  const totals = { ...noTotals, ...tables.totals.get('totals') };
  if (totals.events !== recount.events)
    tell(`${totals.events} events are counted, and there are ${recount.events}`);
  if (totals.bytes !== recount.bytes)
    tell(`${totals.bytes} bytes of events are counted, and there are ${recount.bytes}`);
}

/** Whatever names an event names one that is there. */
async function verifyRecords(tables: Tables, recount: Recount, tell: Tell): Promise<void> {
  const isThere = (ref: number): boolean => tables.log.get(ref) !== undefined;
  await walk(tables.messageIds, '', lastName, (id, ref) => {
    if (!isThere(ref)) tell(`the id "${id}" is that of position ${ref}, and no event is there`);
  });
  await walk(tables.drops, [0, ''], [everything, ''], ([ref, name]) => {
    if (!isThere(ref)) tell(`a drop${at(name)} is at position ${ref}, and no event is there`);
  });
  await walk(tables.dead, ['', 0], [lastName, everything], ([name, ref]) => {
    if (!isThere(ref))
      tell(`a dead letter${at(name)} is at position ${ref}, and no event is there`);
    recount.of(name).dead += 1;
  });
  const failed = tables.totals.get('totals')?.failed ?? 0;
  if (failed !== recount.of('').dead)
    tell(`${failed} dead letters of transforms are counted, and there are ${recount.of('').dead}`);
}

const at = (name: string): string => (name === '' ? ' of a transform' : ` at ${name}`);
