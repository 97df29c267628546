import type { Profile } from '../../identity/profile.ts';
import type { LeasedEvent, Settlement } from '../lease.ts';
import type { Tables } from './database.ts';
import {
  arrange,
  putException,
  stepBack,
  waitsBefore,
  type Change,
  type MayPromote,
} from './exceptions.ts';
import { profileNow } from './identity-graph.ts';
import type { Loan } from './loans.ts';
import { damagedReason } from './damaged.ts';
import type { DestinationRecord, ExceptionRecord, FailureRecord } from './rows.ts';

/** How many of its failures an event remembers. */
const mostFailures = 10;

/** How the counts of a destination change by a settle. */
export interface Settled extends Change {
  delivered: number;
  dropped: number;
  dead: number;
}

/** The counts of a destination after a settle. */
export function countsAfter(
  record: DestinationRecord,
  settled: Settled,
  loan: Loan,
): Partial<DestinationRecord> {
  return {
    exceptions: record.exceptions + settled.exceptions,
    held: record.held + settled.held,
    dead: record.dead + settled.dead,
    delivered: record.delivered + settled.delivered,
    dropped: record.dropped + settled.dropped,
    unreadable: (record.unreadable ?? 0) + loan.unreadable.length,
  };
}

/**
 * Writes what became of a lease. Inside a write.
 *
 * @throws {TypeError} when an event of the lease has no settlement, or one is not of the lease: a defect of the caller.
 */
export function settleInto(
  tables: Tables,
  loan: Loan,
  settlements: readonly Settlement[],
  now: number,
  mayPromote: (profile: number) => MayPromote,
  anyExceptions: boolean,
): Settled {
  const { destination, events } = loan.lease;
  if (
    settlements.length !== loan.profiles.size ||
    settlements.some(({ ref }) => !loan.profiles.has(ref))
  ) {
    throw new TypeError(
      `settle needs exactly one settlement for each of the ${loan.profiles.size} events of the lease`,
    );
  }
  const change: Settled = { exceptions: 0, held: 0, delivered: 0, dropped: 0, dead: 0 };
  const lent = new Map(events.map((event) => [event.ref, event]));
  const touched = new Set<number>(loan.profiles.values());

  for (const settlement of [...settlements].sort((a, b) => a.ref - b.ref)) {
    const { ref } = settlement;
    const event = lent.get(ref) as LeasedEvent;
    const profile = profileNow(tables, event.profile.id);
    touched.add(profile.id);
    const before = event.attempts > 0 ? tables.exceptions.get([destination, ref]) : undefined;
    const alone = exceptionFor(settlement, event, profile, before, now);
    // An earlier event may have been readmitted while this one was on loan.
    const waits = alone !== undefined && waitsBefore(tables, destination, profile.id, ref);
    const exception = waits ? { ...alone, state: 'behind' as const } : alone;
    if (anyExceptions || exception !== undefined) {
      putException(tables, destination, ref, exception, change);
    }
    if (anyExceptions && exception !== undefined) {
      stepBack(tables, destination, profile.id, ref, change);
    }
    switch (settlement.status) {
      case 'delivered':
        change.delivered += 1;
        break;
      case 'dropped':
        change.dropped += 1;
        tables.drops.put([ref, destination], { reason: settlement.reason, at: now });
        break;
      case 'dead':
        change.dead += 1;
        tables.dead.put([destination, ref], {
          stage: settlement.stage,
          reason: settlement.reason,
          attempts: event.attempts + 1,
          at: now,
          failures: withFailure(before, settlement.reason, now),
        });
        break;
      case 'retry':
      case 'release':
      case 'held':
        break;
    }
  }
  for (const { ref, profile } of loan.damaged) {
    touched.add(profileNow(tables, profile).id);
    change.dead += 1;
    const attempts = tables.exceptions.get([destination, ref])?.attempts ?? 0;
    const reason = damagedReason(ref);
    tables.dead.put([destination, ref], { stage: 'map', reason, attempts, at: now });
    putException(tables, destination, ref, undefined, change);
  }
  for (const { ref, profile } of loan.deferred) {
    const current = profileNow(tables, profile).id;
    touched.add(current);
    putException(
      tables,
      destination,
      ref,
      { state: 'behind', at: 0, profile: current, attempts: 0 },
      change,
    );
    if (anyExceptions) stepBack(tables, destination, current, ref, change);
  }
  // Nearly always there are none: then there is nothing to arrange.
  if (!anyExceptions && change.exceptions === 0) return change;
  for (const profile of touched) {
    arrange(tables, destination, profile, now, mayPromote(profile), change);
  }
  return change;
}

function exceptionFor(
  settlement: Settlement,
  { attempts, profile: known }: LeasedEvent,
  profile: Profile,
  before: ExceptionRecord | undefined,
  now: number,
): ExceptionRecord | undefined {
  const base = { profile: profile.id, attempts, ...failuresOf(before) };
  switch (settlement.status) {
    case 'retry':
      return {
        ...base,
        state: 'due',
        at: settlement.at,
        attempts: attempts + 1,
        firstFailedAt: before?.firstFailedAt ?? now,
        failures: withFailure(before, settlement.reason, now),
        reason: settlement.reason,
      };
    case 'release':
      return { ...base, state: 'due', at: now };
    case 'held':
      // What it waits for may have been learned while it was on loan: then nobody would wake it.
      return learnedSince(known, profile)
        ? { ...base, state: 'due', at: now }
        : {
            ...base,
            state: 'held',
            at: 0,
            held: true,
            heldSince: now,
            reason: settlement.reason,
          };
    case 'delivered':
    case 'dropped':
    case 'dead':
      return undefined;
  }
}

function failuresOf(
  before: ExceptionRecord | undefined,
): Pick<ExceptionRecord, 'firstFailedAt' | 'failures'> {
  const { firstFailedAt, failures } = before ?? {};
  return {
    ...(firstFailedAt === undefined ? {} : { firstFailedAt }),
    ...(failures === undefined ? {} : { failures }),
  };
}

function withFailure(
  before: ExceptionRecord | undefined,
  reason: string,
  at: number,
): FailureRecord[] {
  return [...(before?.failures ?? []), { at, reason }].slice(-mostFailures);
}

function learnedSince(before: Profile, now: Profile): boolean {
  return before.id !== now.id || now.identifiers.length !== before.identifiers.length;
}
