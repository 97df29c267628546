import { LeaseLost, type Lease, type LeaseRequest, type Settlement } from '../lease.ts';
import { Cursor } from './cursor.ts';
import type { Database } from './database.ts';
import { arrange, putException, releaseHeld, type Change, type MayPromote } from './exceptions.ts';
import { Loans, type Loan } from './loans.ts';
import { discarded, newDestination, type DestinationRecord } from './rows.ts';
import { Selection } from './selection.ts';
import { settleInto } from './settle.ts';
import { promoteStranded } from './recovery.ts';

/** The queue of one destination: who has which events, and what is left to look at. */
export class DestinationQueue {
  readonly #database: Database;
  readonly #destination: string;
  readonly #now: () => number;
  readonly #loans = new Loans();
  /** Undefined until the first lease makes this store the dispatcher. */
  #epoch: number | undefined;
  #takingOver: Promise<void> | undefined;
  #cursor = new Cursor(newDestination(1));
  /** Until all that an earlier dispatcher had on loan is settled. */
  #recovering = false;
  #lastLease = 0;
  #settling: Promise<void> = Promise.resolve();

  constructor(database: Database, destination: string, now: () => number) {
    this.#database = database;
    this.#destination = destination;
    this.#now = now;
  }

  get #tables() {
    return this.#database.tables;
  }

  #record(): DestinationRecord {
    return (
      this.#tables.destinations.get(this.#destination) ??
      newDestination(this.#database.lastPosition() + 1)
    );
  }

  async lease(request: LeaseRequest): Promise<Lease | undefined> {
    await this.#becomeDispatcher();
    this.#assertDispatcher(this.#record());
    for (const loan of this.#loans.expired(this.#now())) await this.#giveBack(loan);
    for (;;) {
      const now = this.#now();
      const record = this.#record();
      const selection = new Selection(this.#tables, this.#destination, request, this.#loans);
      if (record.exceptions > 0) selection.takeDue(now, this.#cursor.firstUnread);
      this.#cursor.advance(selection, this.#database.lastPosition() + 1, record.exceptions > 0);
      if (selection.spans.length === 0 && selection.events.length === 0) return undefined;

      const loan: Loan = {
        lease: {
          id: ++this.#lastLease,
          destination: this.#destination,
          epoch: this.#epoch ?? 0,
          expiresAt: now + request.leaseMs,
          events: selection.events.sort((a, b) => a.ref - b.ref),
        },
        profiles: selection.profiles,
        deferred: selection.deferred,
        spans: selection.spans,
      };
      this.#loans.add(loan);
      if (loan.lease.events.length > 0) return loan.lease;
      // Nothing in there was for us, or all of it must wait: write that down, and look further.
      await this.#settle(loan, []);
    }
  }

  async settle(lease: Lease, settlements: readonly Settlement[]): Promise<void> {
    const loan = this.#loans.get(lease);
    if (loan === undefined)
      throw new LeaseLost(this.#destination, 'it has expired or was settled before');
    if (lease.expiresAt <= this.#now()) {
      await this.#giveBack(loan);
      throw new LeaseLost(this.#destination, 'it has expired');
    }
    await this.#settle(loan, settlements);
  }

  /** When the next event that is not due now becomes due. */
  nextDue(): number | undefined {
    const start = [this.#destination, this.#now(), Number.POSITIVE_INFINITY] as const;
    const end = [this.#destination, Number.POSITIVE_INFINITY, 0] as const;
    for (const { key } of this.#tables.due.range({ start, end, limit: 1 })) return key[1];
    return undefined;
  }

  /**
   * The profile has learned something, or has swallowed others: events that it holds may go. Inside a write.
   *
   * @returns the positions released.
   */
  learned(profile: number, merged: readonly number[]): readonly number[] {
    for (const other of merged) this.#loans.merge(other, profile);
    const record = this.#tables.destinations.get(this.#destination);
    if (record === undefined || record.exceptions === 0) return [];
    if (record.held === 0 && merged.length === 0) return [];
    const change: Change = { exceptions: 0, held: 0 };
    const may = this.#mayPromote(profile);
    const released = releaseHeld(
      this.#tables,
      this.#destination,
      [profile, ...merged],
      profile,
      this.#now(),
      may,
      change,
    );
    this.#tables.destinations.put(this.#destination, {
      ...record,
      exceptions: record.exceptions + change.exceptions,
      held: record.held + change.held,
    });
    return released;
  }

  /** Makes an event due again that was a dead letter. Inside a write. */
  revive(ref: number, profile: number): void {
    const record = this.#record();
    const change: Change = { exceptions: 0, held: 0 };
    const now = this.#now();
    putException(
      this.#tables,
      this.#destination,
      ref,
      { state: 'due', at: now, profile, attempts: 0 },
      change,
    );
    arrange(this.#tables, this.#destination, profile, now, this.#mayPromote(profile), change);
    this.#tables.destinations.put(this.#destination, {
      ...record,
      exceptions: record.exceptions + change.exceptions,
      held: record.held + change.held,
      dead: record.dead - 1,
    });
  }

  /** Gives up on a dead letter. Inside a write. */
  discard(ref: number): void {
    const record = this.#record();
    this.#tables.drops.put([ref, this.#destination], {
      reason: discarded,
      at: this.#now(),
    });
    this.#tables.destinations.put(this.#destination, {
      ...record,
      dead: record.dead - 1,
      dropped: record.dropped + 1,
    });
  }

  #mayPromote(profile: number, except?: number): MayPromote {
    // Who is not the dispatcher knows nothing of what is on loan: what is behind an event is left to its settling.
    return (ref) =>
      this.#epoch !== undefined &&
      !this.#loans.holds(profile, except) &&
      ref < this.#cursor.firstUnread;
  }

  #becomeDispatcher(): Promise<void> {
    this.#takingOver ??= this.#takeOver().catch((error: unknown) => {
      this.#takingOver = undefined;
      throw error;
    });
    return this.#takingOver;
  }

  #takeOver(): Promise<void> {
    return this.#database.write(() => {
      const record = this.#record();
      this.#epoch = record.epoch + 1;
      this.#cursor = new Cursor(record);
      this.#recovering = true;
      this.#tables.destinations.put(this.#destination, { ...record, epoch: this.#epoch });
    });
  }

  #assertDispatcher(record: DestinationRecord): void {
    if (record.epoch !== this.#epoch) {
      throw new LeaseLost(this.#destination, 'another dispatcher has taken over');
    }
  }

  /** Ends a lease that has expired: its events are due again, as they were. */
  async #giveBack(loan: Loan): Promise<void> {
    await this.#settle(
      loan,
      [...loan.profiles.keys()].map((ref) => ({ ref, status: 'release' as const })),
    );
  }

  /** One after the other: each must know which loans the one before it has ended. */
  #settle(loan: Loan, settlements: readonly Settlement[]): Promise<void> {
    const settled = this.#settling.then(() => this.#settleNow(loan, settlements));
    this.#settling = settled.catch(() => undefined);
    return settled;
  }

  async #settleNow(loan: Loan, settlements: readonly Settlement[]): Promise<void> {
    const { id, epoch } = loan.lease;
    if (this.#loans.get(loan.lease) === undefined)
      throw new LeaseLost(this.#destination, 'it has expired');
    await this.#database.write(() => {
      const record = this.#record();
      this.#assertDispatcher(record);
      const promote = (profile: number): MayPromote => this.#mayPromote(profile, id);
      const any = record.exceptions > 0;
      const settled = settleInto(this.#tables, loan, settlements, this.#now(), promote, any);
      const recovered = this.#recovering && this.#isRecovered(id);
      if (recovered) promoteStranded(this.#tables, this.#destination, this.#now(), promote);
      this.#tables.destinations.put(this.#destination, {
        epoch,
        next: this.#cursor.next,
        open: [...this.#cursor.recovered, ...this.#loans.spans(id)],
        exceptions: record.exceptions + settled.exceptions,
        held: record.held + settled.held,
        dead: record.dead + settled.dead,
        delivered: record.delivered + settled.delivered,
        dropped: record.dropped + settled.dropped,
      });
    });
    if (this.#recovering && this.#isRecovered(id)) this.#recovering = false;
    this.#loans.remove(loan);
  }

  /** Whether all that the earlier dispatcher had on loan is settled by now, given that the loan `except` is. */
  #isRecovered(except: number): boolean {
    return this.#cursor.recovered.length === 0 && this.#loans.spans(except).length === 0;
  }
}
