import type { Lease } from '../lease.ts';
import type { Span } from './rows.ts';

/** An event that a lease passed over: an earlier one of its profile is unsettled. */
export interface Deferred {
  readonly ref: number;
  readonly profile: number;
}

/** A lease as the store sees it. */
export interface Loan {
  readonly lease: Lease;
  /** Position -> profile, of the events on loan. */
  readonly profiles: ReadonlyMap<number, number>;
  readonly deferred: readonly Deferred[];
  /** What of the log it has looked at. */
  readonly spans: readonly Span[];
  /** Events that were to be lent and cannot be read. */
  readonly damaged: readonly Deferred[];
  /** Entries of the spans that cannot be read at all. */
  readonly unreadable: readonly number[];
}

interface Entry {
  readonly loan: Loan;
  /**
   * The profiles whose events are on loan, or were passed over, which is written down only when the lease is settled:
   * under all the names they have had meanwhile.
   */
  readonly profiles: Set<number>;
}

/** The leases of one destination that are under way: a handful. In memory: a crash ends them all. */
export class Loans {
  readonly #entries = new Map<number, Entry>();

  add(loan: Loan): void {
    const profiles = new Set(loan.profiles.values());
    for (const { profile } of [...loan.deferred, ...loan.damaged]) profiles.add(profile);
    this.#entries.set(loan.lease.id, { loan, profiles });
  }

  remove(loan: Loan): void {
    this.#entries.delete(loan.lease.id);
  }

  get(lease: Lease): Loan | undefined {
    const loan = this.#entries.get(lease.id)?.loan;
    return loan?.lease.epoch === lease.epoch ? loan : undefined;
  }

  /** The same loan, with a later end. */
  extend({ lease }: Loan, expiresAt: number): Lease {
    const entry = this.#entries.get(lease.id) as Entry;
    const extended = { ...lease, expiresAt };
    this.#entries.set(lease.id, { ...entry, loan: { ...entry.loan, lease: extended } });
    return extended;
  }

  /** All of them are void. */
  clear(): void {
    this.#entries.clear();
  }

  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  has(ref: number): boolean {
    return this.#some(
      ({ loan }) => loan.profiles.has(ref) || loan.damaged.some((one) => one.ref === ref),
    );
  }

  /** Whether a lease other than `except` has events of the profile, or has passed some over. */
  holds(profile: number, except?: number): boolean {
    return this.#some(({ loan, profiles }) => loan.lease.id !== except && profiles.has(profile));
  }

  /** The profile `from` has become part of `to`: what is on loan of it is on loan of `to`. */
  merge(from: number, to: number): void {
    for (const { profiles } of this.#entries.values()) if (profiles.has(from)) profiles.add(to);
  }

  /** Other processes may have merged profiles: `nowOf` says what became of each. */
  refresh(nowOf: (profile: number) => number): void {
    for (const { profiles } of this.#entries.values()) {
      for (const profile of profiles) profiles.add(nowOf(profile));
    }
  }

  expired(now: number): readonly Loan[] {
    return [...this.#entries.values()]
      .map(({ loan }) => loan)
      .filter(({ lease }) => lease.expiresAt <= now);
  }

  /** The spans under way, without those of the lease `except`. */
  spans(except?: number): Span[] {
    return [...this.#entries.values()].flatMap(({ loan }) =>
      loan.lease.id === except ? [] : loan.spans,
    );
  }

  #some(test: (entry: Entry) => boolean): boolean {
    for (const entry of this.#entries.values()) if (test(entry)) return true;
    return false;
  }
}
