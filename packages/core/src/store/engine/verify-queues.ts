import { lastName, type Tables } from './database.ts';
import { namesOf } from './queues.ts';
import type { Recount } from './recount.ts';
import type { DestinationRecord } from './rows.ts';
import { pendingOf } from './unreadable.ts';
import { walk } from './walk.ts';

const everything = Number.POSITIVE_INFINITY;

type Tell = (problem: string) => void;

/** The exceptions of all destinations, their indexes, and what is counted of them. */
export async function verifyQueues(tables: Tables, recount: Recount, tell: Tell): Promise<void> {
  await verifyExceptions(tables, recount, tell);
  await verifyIndexes(tables, tell);
  const known = new Set(namesOf({ tables }));
  for (const name of known) verifyDestination(tables, name, recount, tell);
  for (const name of recount.names()) {
    if (!known.has(name)) tell(`events are for ${name}, and nothing is known of it`);
  }
}

async function verifyExceptions(tables: Tables, recount: Recount, tell: Tell): Promise<void> {
  await walk(tables.exceptions, ['', 0], [lastName, everything], ([name, ref], exception) => {
    const { state, at, profile, held } = exception;
    const found = recount.of(name);
    found.exceptions += 1;
    if (held) found.held += 1;
    const where = `the event at position ${ref} for ${name}`;
    if (tables.log.get(ref) === undefined) tell(`${where} waits, and is not there`);
    if (tables.byProfile.get([name, profile, ref]) === undefined)
      tell(`${where} waits, and its profile ${profile} does not know of it`);
    if (tables.profiles.get(profile)?.mergedInto !== undefined)
      tell(`${where} waits under profile ${profile}, which was merged into another one`);
    if (state === 'due' && tables.due.get([name, at, ref]) === undefined)
      tell(`${where} is due, and would not be found`);
    if (state === 'held' && !held) tell(`${where} is held, and not counted as held`);
    if (tables.dead.get([name, ref]) !== undefined)
      tell(`${where} waits, and is a dead letter, too`);
  });
}

async function verifyIndexes(tables: Tables, tell: Tell): Promise<void> {
  const start = ['', 0, 0] as const;
  const end = [lastName, everything, 0] as const;
  await walk(tables.due, start, end, ([name, at, ref]) => {
    const exception = tables.exceptions.get([name, ref]);
    if (exception?.state !== 'due' || exception.at !== at)
      tell(`position ${ref} is listed as due for ${name}, and is not`);
  });
  let first: readonly [string, number] | undefined;
  await walk(tables.byProfile, start, end, ([name, profile, ref]) => {
    const exception = tables.exceptions.get([name, ref]);
    if (exception?.profile !== profile)
      tell(`position ${ref} is listed under profile ${profile} for ${name}, and is not of it`);
    const isFirst = first?.[0] !== name || first[1] !== profile;
    if (!isFirst && exception !== undefined && exception.state !== 'behind')
      tell(
        `position ${ref} is ${exception.state} for ${name} while an earlier one of its profile waits`,
      );
    first = [name, profile];
  });
}

function verifyDestination(tables: Tables, name: string, recount: Recount, tell: Tell): void {
  const record = tables.destinations.get(name) as DestinationRecord;
  const found = recount.of(name);
  const { held, dead, exceptions, next, open } = record;
  const pending = pendingOf(tables, name, record);
  const compare = (what: string, counted: number, there: number): void => {
    if (counted !== there)
      tell(`${counted} ${what} for ${name} are counted, and there are ${there}`);
  };
  compare('pending events', pending, found.pending + found.exceptions - found.held);
  compare('events that wait', exceptions, found.exceptions);
  compare('held events', held, found.held);
  compare('dead letters', dead, found.dead);
  for (const [from, to] of open) {
    if (from >= to || to > next)
      tell(`a lease for ${name} is from ${from} to ${to}, and it has looked only up to ${next}`);
  }
}
