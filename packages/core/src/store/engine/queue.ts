import { setImmediate } from 'node:timers/promises';
import { LeaseLost, type Lease, type LeaseRequest, type Settlement } from '../lease.ts';
import { Cursor } from './cursor.ts';
import { firstDue } from './due.ts';
import type { MayPromote } from './exceptions.ts';
import { profileNow } from './identity-graph.ts';
import { Loans, type Loan } from './loans.ts';
import { OutOfLine } from './out-of-line.ts';
import type { QueueParts } from './queue-parts.ts';
import { newDestination, type DestinationRecord } from './rows.ts';
import { Selection, type DuePlace } from './selection.ts';
import { countsAfter, settleInto } from './settle.ts';
import { promoteStranded } from './recovery.ts';
import { Tenure } from './tenure.ts';
import { countLost, mayHaveLost, warnOf } from './unreadable.ts';

/** The queue of one destination: who has which events, and what is left to look at. */
export class DestinationQueue {
  readonly #parts: QueueParts;
  readonly #destination: string;
  readonly #loans = new Loans();
  readonly #tenure: Tenure;
  /** What concerns the queue but no lease. */
  readonly outOfLine: OutOfLine;
  #cursor = new Cursor(newDestination(1));
  /** Until all that an earlier dispatcher had on loan is settled. */
  #recovering = false;
  /** How many merges of profiles the loans know of. */
  #merges = 0;
  #lastLease = 0;
  #settling: Promise<void> = Promise.resolve();

  constructor(parts: QueueParts, destination: string) {
    const { database, now, presence } = parts;
    const read = (): DestinationRecord => this.#record();
    this.#parts = parts;
    this.#destination = destination;
    this.#tenure = new Tenure({
      database,
      destination,
      presence,
      read,
      began: (record) => {
        this.#cursor = new Cursor(record);
        this.#recovering = true;
        this.#merges = record.merges ?? 0;
      },
      ended: () => this.#loans.clear(),
      stoodBy: parts.announce,
    });
    this.outOfLine = new OutOfLine({
      tables: database.tables,
      destination,
      now,
      read,
      mayPromote: (profile) => this.#mayPromote(profile),
      merged: (other, profile) => this.#loans.merge(other, profile),
      counted: (before, after) => {
        if (this.#merges === before) this.#merges = after;
      },
    });
  }

  get #tables() {
    return this.#parts.database.tables;
  }

  get standsBy(): boolean {
    return this.#tenure.standsBy;
  }

  #record(): DestinationRecord {
    const known = this.#tables.destinations.get(this.#destination);
    return known ?? newDestination(this.#parts.database.lastPosition() + 1);
  }

  /** Whether the dispatcher, if another one, is gone now. */
  look(): boolean {
    return this.#tenure.look();
  }

  async lease(request: LeaseRequest): Promise<Lease | undefined> {
    if (!(await this.#tenure.claim())) return undefined;
    try {
      return await this.#lend(request);
    } catch (error) {
      // Another one has taken over in this very moment.
      if (error instanceof LeaseLost) return undefined;
      throw error;
    }
  }

  async #lend(request: LeaseRequest): Promise<Lease | undefined> {
    const { database, now: clock } = this.#parts;
    for (const loan of this.#loans.expired(clock())) await this.#giveBack(loan);
    let from: DuePlace | undefined;
    for (;;) {
      const now = clock();
      const record = this.#record();
      const { epoch } = this.#tenure;
      if (record.paused || epoch === undefined) return undefined;
      this.#learnMerges(record);
      const selection = new Selection(this.#tables, this.#destination, request, this.#loans);
      const any = record.exceptions > 0;
      const more = any ? selection.takeDue(now, this.#cursor.firstUnlooked, from) : undefined;
      this.#cursor.advance(selection, database.lastPosition() + 1, any);
      if (selection.isEmpty) {
        if (more === undefined) return this.#nothingLeft(record);
        from = more;
        await setImmediate();
        continue;
      }
      const { profiles, deferred, spans, damaged, unreadable } = selection;
      const lease: Lease = {
        id: ++this.#lastLease,
        destination: this.#destination,
        epoch,
        expiresAt: now + request.leaseMs,
        events: selection.events.sort((a, b) => a.ref - b.ref),
      };
      const loan: Loan = { lease, profiles, deferred, spans, damaged, unreadable };
      this.#loans.add(loan);
      if (lease.events.length > 0) return lease;
      // Nothing in there was for us, or all of it must wait: write that down, and look further.
      await this.#settle(loan, []);
      this.#parts.announce();
    }
  }

  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    const loan = this.#loanOf(lease);
    if (loan.lease.expiresAt <= this.#parts.now()) {
      await this.#giveBack(loan);
      throw new LeaseLost(this.#destination, 'it has expired');
    }
    await this.#settle(loan, settlements);
  }

  extend(lease: Lease, ms: number): Lease {
    const loan = this.#loanOf(lease);
    this.#assertDispatcher(loan, this.#record());
    const now = this.#parts.now();
    if (loan.lease.expiresAt <= now) throw new LeaseLost(this.#destination, 'it has expired');
    return this.#loans.extend(loan, now + ms);
  }

  /** When the next event that is not due now becomes due. */
  nextDue(): number | undefined {
    if (this.standsBy || this.#record().paused) return undefined;
    return firstDue(this.#tables, this.#destination, this.#parts.now());
  }

  /** Whether nothing is due, on loan or to be looked at, now or later: what is pending is behind what is held. */
  get isIdle(): boolean {
    return this.#isThrough && firstDue(this.#tables, this.#destination, -1) === undefined;
  }

  #loanOf(lease: Lease): Loan {
    const loan = this.#loans.get(lease);
    if (loan !== undefined) return loan;
    throw new LeaseLost(this.#destination, 'it has expired or was settled before');
  }

  #mayPromote(profile: number, except?: number): MayPromote {
    // Who is not the dispatcher knows nothing of what is on loan: what is behind an event is left to its settling.
    return (ref) =>
      this.#tenure.epoch !== undefined &&
      !this.#loans.holds(profile, except) &&
      ref < this.#cursor.firstUnread;
  }

  #assertDispatcher({ lease }: Loan, record: DestinationRecord): void {
    if (record.epoch !== lease.epoch) {
      throw new LeaseLost(this.#destination, 'another dispatcher has taken over');
    }
  }

  /** Another process may have merged profiles of which we have events on loan. */
  #learnMerges({ merges = 0 }: DestinationRecord): void {
    if (merges === this.#merges) return;
    this.#loans.refresh((profile) => profileNow(this.#tables, profile).id);
    this.#merges = merges;
  }

  get #isThrough(): boolean {
    return this.#loans.isEmpty && this.#cursor.isThrough(this.#parts.database.lastPosition());
  }

  async #nothingLeft(record: DestinationRecord): Promise<undefined> {
    if (!mayHaveLost(record) || !this.#isThrough) return;
    await this.#parts.database.write(() => {
      if (this.#isThrough) countLost(this.#tables, this.#destination);
    });
  }

  /** Ends a lease that has expired: its events are due again, as they were. */
  async #giveBack(loan: Loan): Promise<void> {
    const release = (ref: number): Settlement => ({ ref, status: 'release' });
    await this.#settle(loan, [...loan.profiles.keys()].map(release));
  }

  /** One after the other: each must know which loans the one before it has ended. */
  #settle(loan: Loan, settlements: readonly Settlement[]): Promise<void> {
    const settled = this.#settling.then(() => this.#settleNow(loan, settlements));
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  async #settleNow(loan: Loan, settlements: readonly Settlement[]): Promise<void> {
    const { id } = loan.lease;
    if (this.#loans.get(loan.lease) === undefined)
      throw new LeaseLost(this.#destination, 'it has expired');
    await this.#parts.database.write(() => {
      const record = this.#record();
      this.#assertDispatcher(loan, record);
      this.#learnMerges(record);
      const now = this.#parts.now();
      const promote = (profile: number): MayPromote => this.#mayPromote(profile, id);
      const any = record.exceptions > 0;
      const settled = settleInto(this.#tables, loan, settlements, now, promote, any);
      const recovered = this.#recovering && this.#isRecovered(id);
      if (recovered) promoteStranded(this.#tables, this.#destination, now, promote);
      this.#tables.destinations.put(this.#destination, {
        ...record,
        changedAt: now,
        next: this.#cursor.next,
        open: [...this.#cursor.recovered, ...this.#loans.spans(id)],
        ...countsAfter(record, settled, loan),
      });
    });
    if (this.#recovering && this.#isRecovered(id)) this.#recovering = false;
    this.#loans.remove(loan);
    warnOf(loan, this.#parts.logger);
  }

  /** Whether all that the earlier dispatcher had on loan is settled by now, given that the loan `except` is. */
  #isRecovered(except: number): boolean {
    return this.#cursor.isRecovered(this.#loans.spans(except));
  }
}
