import type { Tables } from './database.ts';
import {
  arrange,
  putException,
  releaseHeld,
  waitsBefore,
  type Change,
  type MayPromote,
} from './exceptions.ts';
import { discarded, type DestinationRecord } from './rows.ts';

export interface OutOfLineParts {
  readonly tables: Tables;
  readonly destination: string;
  readonly now: () => number;
  readonly read: () => DestinationRecord;
  readonly mayPromote: (profile: number) => MayPromote;
  /** A profile has become part of another one. */
  readonly merged: (from: number, to: number) => void;
  /** How many such merges were counted before, and are now. */
  readonly counted: (before: number, after: number) => void;
}

/** What changes in the queue of one destination without a lease: by an append, or by a person's hand. Inside writes. */
export class OutOfLine {
  readonly #parts: OutOfLineParts;

  constructor(parts: OutOfLineParts) {
    this.#parts = parts;
  }

  /**
   * The profile has learned something, or has swallowed others: events that it holds may go.
   *
   * @returns the positions released.
   */
  learned(profile: number, merged: readonly number[]): readonly number[] {
    const { tables, destination, now, mayPromote } = this.#parts;
    for (const other of merged) this.#parts.merged(other, profile);
    const found = tables.destinations.get(destination);
    if (found === undefined) return [];
    const record = merged.length === 0 ? found : this.#count(found, merged.length);
    const isConcerned = record.exceptions > 0 && (record.held > 0 || merged.length > 0);
    if (!isConcerned) {
      // Its dispatcher may be another process, which has events of them on loan.
      if (record !== found) this.#put(record);
      return [];
    }
    const change: Change = { exceptions: 0, held: 0 };
    const all = [profile, ...merged];
    const may = mayPromote(profile);
    const released = releaseHeld(tables, destination, all, profile, now(), may, change);
    this.#put(changed(record, change));
    return released;
  }

  /** Makes an event due again that was a dead letter. */
  revive(ref: number, profile: number): void {
    const { tables, destination, now, read, mayPromote } = this.#parts;
    const change: Change = { exceptions: 0, held: 0 };
    const at = now();
    // Not due while an earlier one of its profile waits.
    const state = waitsBefore(tables, destination, profile, ref) ? 'behind' : 'due';
    putException(tables, destination, ref, { state, at, profile, attempts: 0 }, change);
    arrange(tables, destination, profile, at, mayPromote(profile), change);
    const record = read();
    this.#put({ ...changed(record, change), dead: record.dead - 1 });
  }

  /** Gives up on a dead letter. */
  discard(ref: number): void {
    const { tables, destination, now, read } = this.#parts;
    tables.drops.put([ref, destination], { reason: discarded, at: now() });
    const record = read();
    this.#put({ ...record, dead: record.dead - 1, dropped: record.dropped + 1 });
  }

  /** Lends nothing, or goes on. */
  setPaused(isPaused: boolean): void {
    const { paused: _, ...record } = this.#parts.read();
    this.#put(isPaused ? { ...record, paused: true } : record);
  }

  #count(record: DestinationRecord, merged: number): DestinationRecord {
    const { merges = 0 } = record;
    this.#parts.counted(merges, merges + merged);
    return { ...record, merges: merges + merged };
  }

  #put(record: DestinationRecord): void {
    const { tables, destination, now } = this.#parts;
    tables.destinations.put(destination, { ...record, changedAt: now() });
  }
}

function changed(record: DestinationRecord, { exceptions, held }: Change): DestinationRecord {
  return { ...record, exceptions: record.exceptions + exceptions, held: record.held + held };
}
