import type { Profile } from '../../identity/profile.ts';
import type { LeaseRequest, LeasedEvent } from '../lease.ts';
import type { Tables } from './database.ts';
import { decodeEvent, decodeHeader } from './entry.ts';
import { exceptionsOf, waitsBefore } from './exceptions.ts';
import { profileNow } from './identity-graph.ts';
import type { Deferred, Loans } from './loans.ts';
import type { Span } from './rows.ts';

/** One lease looks at no more than this many entries of the log, so that it never holds up the event loop. */
const longestLook = 4_000;

/** Chooses the events of one lease. */
export class Selection {
  readonly events: LeasedEvent[] = [];
  readonly profiles = new Map<number, number>();
  readonly deferred: Deferred[] = [];
  readonly spans: Span[] = [];
  #bytes = 0;
  #looked = 0;
  /** Profiles of which something earlier waits: whatever follows of them must wait, too. */
  readonly #blocked = new Set<number>();

  readonly #tables: Tables;
  readonly #destination: string;
  readonly #request: LeaseRequest;
  readonly #loans: Loans;

  constructor(tables: Tables, destination: string, request: LeaseRequest, loans: Loans) {
    this.#tables = tables;
    this.#destination = destination;
    this.#request = request;
    this.#loans = loans;
  }

  get full(): boolean {
    return this.events.length >= this.#request.maxEvents || this.#bytes >= this.#request.maxBytes;
  }

  /**
   * Exceptions that are due, and what is behind them.
   *
   * @param unread the first position that was on loan at a crash and has not been looked at since: what is behind an
   * exception and after that may be behind an event there, too.
   */
  takeDue(now: number, unread: number): void {
    const start = [this.#destination, 0, 0] as const;
    const end = [this.#destination, now, Number.POSITIVE_INFINITY] as const;
    const refs: number[] = [];
    for (const { key } of this.#tables.due.range({ start, end })) {
      if (refs.length >= this.#request.maxEvents) break;
      if (!this.#loans.has(key[2])) refs.push(key[2]);
    }
    for (const ref of refs) {
      const record = this.#tables.exceptions.get([this.#destination, ref]);
      if (record !== undefined && !this.full) this.#takeProfile(record.profile, now, unread);
    }
  }

  #takeProfile(profile: number, now: number, unread: number): void {
    if (this.#loans.holds(profile)) return;
    for (const { ref, record } of exceptionsOf(this.#tables, this.#destination, profile)) {
      const ready =
        record.state === 'behind' ? ref < unread : record.state === 'due' && record.at <= now;
      if (!ready || this.full) break;
      const entry = this.#tables.log.get(ref);
      if (entry === undefined) continue;
      const { at, profile: linked } = decodeHeader(entry, ref);
      this.#take(ref, entry, at, profileNow(this.#tables, linked), record.attempts);
    }
  }

  /**
   * Events of the log from `from` on, up to and without `to`.
   *
   * @returns the position up to which it has looked.
   */
  takeSpan(from: number, to: number, anyExceptions: boolean): number {
    let position = from;
    for (const { key, value } of this.#tables.log.range({ start: from, end: to })) {
      if (this.full || this.#looked >= longestLook) break;
      this.#looked += 1;
      position = key + 1;
      this.#consider(key, value, anyExceptions);
    }
    // Positions between the last entry and `to` are empty: they count as looked at.
    if (!this.full && this.#looked < longestLook) position = to;
    if (position > from) this.spans.push([from, position]);
    return position;
  }

  #consider(ref: number, entry: Uint8Array, anyExceptions: boolean): void {
    const header = decodeHeader(entry, ref);
    if (!header.destinations.includes(this.#destination)) return;
    // Settled out of line before a crash: the exception says all.
    if (anyExceptions && this.#tables.exceptions.get([this.#destination, ref]) !== undefined)
      return;
    const profile = profileNow(this.#tables, header.profile);
    if (this.#mustWait(ref, profile.id, anyExceptions)) {
      this.#blocked.add(profile.id);
      this.deferred.push({ ref, profile: profile.id });
    } else {
      this.#take(ref, entry, header.at, profile, 0);
    }
  }

  #mustWait(ref: number, profile: number, anyExceptions: boolean): boolean {
    if (this.#blocked.has(profile) || this.#loans.holds(profile)) return true;
    if (!anyExceptions) return false;
    if (!waitsBefore(this.#tables, this.#destination, profile, ref)) return false;
    for (const earlier of exceptionsOf(this.#tables, this.#destination, profile)) {
      if (earlier.ref < ref && !this.profiles.has(earlier.ref)) return true;
    }
    return false;
  }

  #take(ref: number, entry: Uint8Array, at: number, profile: Profile, attempts: number): void {
    if (this.profiles.has(ref)) return;
    this.#bytes += entry.length;
    this.profiles.set(ref, profile.id);
    this.events.push({ ref, event: decodeEvent(entry, ref), profile, attempts, appendedAt: at });
  }
}
