import type { Profile } from '../../identity/profile.ts';
import type { LeaseRequest, LeasedEvent } from '../lease.ts';
import type { Tables } from './database.ts';
import { readEvent, readHeader } from './damaged.ts';
import { exceptionsOf, waitsBefore } from './exceptions.ts';
import { profileNow } from './identity-graph.ts';
import type { Deferred, Loans } from './loans.ts';
import type { ExceptionRecord, Span } from './rows.ts';

/** One lease looks at no more than this many entries of the log, so that it never holds up the event loop. */
const longestLook = 4_000;

/** When an exception is due, and its position. */
export type DuePlace = readonly [at: number, ref: number];

/** Chooses the events of one lease. */
export class Selection {
  readonly events: LeasedEvent[] = [];
  readonly profiles = new Map<number, number>();
  readonly deferred: Deferred[] = [];
  readonly spans: Span[] = [];
  readonly damaged: Deferred[] = [];
  readonly unreadable: number[] = [];
  #bytes = 0;
  #retries = 0;
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

  /** Whether it has found nothing, so that there is nothing to write down either. */
  get isEmpty(): boolean {
    return this.spans.length === 0 && this.events.length === 0 && this.damaged.length === 0;
  }

  get #mayRetry(): boolean {
    return this.#retries < (this.#request.maxRetries ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Exceptions that are due, and what is behind them.
   *
   * @param unread the first position that no lease has looked at, or that was on loan at a crash and has not been looked
   * at since: an event of the profile may lie there, which is before any exception that comes after it.
   * @param from where to look on: an earlier selection has returned it.
   * @returns where to look on, if there may be more: a look is not endless.
   */
  takeDue(now: number, unread: number, from: DuePlace = [0, 0]): DuePlace | undefined {
    const start = [this.#destination, ...from] as const;
    const end = [this.#destination, now, Number.POSITIVE_INFINITY] as const;
    const { maxEvents, maxRetries = Number.POSITIVE_INFINITY } = this.#request;
    const refs: number[] = [];
    let retries = 0;
    let looked = 0;
    let next: DuePlace | undefined;
    for (const { key, value } of this.#tables.due.range({ start, end })) {
      if (refs.length >= maxEvents) break;
      const [, at, ref] = key;
      if (looked >= longestLook) {
        next = [at, ref];
        break;
      }
      looked += 1;
      const isRetry = value === 2;
      if ((isRetry && retries >= maxRetries) || this.#loans.has(ref)) continue;
      refs.push(ref);
      if (isRetry) retries += 1;
    }
    for (const ref of refs) {
      const record = this.#tables.exceptions.get([this.#destination, ref]);
      if (record !== undefined && !this.full) this.#takeProfile(record.profile, now, unread);
    }
    return next;
  }

  #takeProfile(profile: number, now: number, unread: number): void {
    if (this.#loans.holds(profile)) return;
    for (const { ref, record } of exceptionsOf(this.#tables, this.#destination, profile)) {
      // What is behind goes along, unless it has reasons of its own to wait.
      const waits = record.state === 'held' || record.held || record.at > now;
      const isAllowed = record.attempts === 0 || this.#mayRetry;
      const ready = !waits && isAllowed && ref < unread;
      if (!ready || this.full) break;
      const entry = this.#tables.log.get(ref);
      if (entry === undefined) continue;
      const header = readHeader(entry, ref);
      const linked = profileNow(this.#tables, header?.profile ?? record.profile);
      if (header === undefined) this.#setAside(ref, linked.id);
      else this.#take(ref, entry, header.at, linked, record);
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
    const header = readHeader(entry, ref);
    if (header === undefined) {
      this.unreadable.push(ref);
      return;
    }
    if (!header.destinations.includes(this.#destination)) return;
    // Settled out of line before a crash: the exception says all.
    if (anyExceptions && this.#tables.exceptions.get([this.#destination, ref]) !== undefined)
      return;
    const profile = profileNow(this.#tables, header.profile);
    if (this.#mustWait(ref, profile.id, anyExceptions)) {
      this.#blocked.add(profile.id);
      this.deferred.push({ ref, profile: profile.id });
    } else {
      this.#take(ref, entry, header.at, profile);
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

  #take(
    ref: number,
    entry: Uint8Array,
    appendedAt: number,
    profile: Profile,
    exception?: ExceptionRecord,
  ): void {
    if (this.profiles.has(ref)) return;
    const event = readEvent(entry, ref);
    if (event === undefined) {
      this.#setAside(ref, profile.id);
      return;
    }
    const { attempts = 0, firstFailedAt } = exception ?? {};
    this.#bytes += entry.length;
    if (attempts > 0) this.#retries += 1;
    this.profiles.set(ref, profile.id);
    const leased = { ref, event, profile, attempts, appendedAt };
    this.events.push(firstFailedAt === undefined ? leased : { ...leased, firstFailedAt });
  }

  /** It cannot be lent, and is settled along with those that are. */
  #setAside(ref: number, profile: number): void {
    if (!this.damaged.some((one) => one.ref === ref)) this.damaged.push({ ref, profile });
  }
}
