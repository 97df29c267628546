import { Big } from 'big.js';
import { decimal } from './decimal.ts';

/** What is counted together. */
export interface Bucket {
  readonly account: string;
  readonly day: string;
  readonly currency: string;
}

export interface Counted extends Bucket {
  readonly count: number;
  readonly value: Big;
  /** What has become of the value since it was told. */
  readonly editedBy: Big;
}

/** Counts and sums by account, day and currency: as much memory as there are days. */
export class Tally {
  readonly #buckets = new Map<string, Counted>();

  /** Counts one. `today`: what it would be worth today, where that is something else. */
  add(line: Bucket & { readonly value: string; readonly today: string | undefined }): void {
    const { value, today = value } = line;
    this.addSum(line, 1, decimal(value), decimal(today).minus(decimal(value)));
  }

  addSum(bucket: Bucket, count: number, value: Big, editedBy = new Big(0)): void {
    const before = this.of(bucket);
    this.#buckets.set(idOf(bucket), {
      ...before,
      count: before.count + count,
      value: before.value.plus(value),
      editedBy: before.editedBy.plus(editedBy),
    });
  }

  of(bucket: Bucket): Counted {
    const { account, day, currency } = bucket;
    const none = { account, day, currency, count: 0, value: new Big(0), editedBy: new Big(0) };
    return this.#buckets.get(idOf(bucket)) ?? none;
  }

  /** Forgets some days: they are counted anew. */
  forget(days: ReadonlySet<string>): void {
    for (const [id, { day }] of this.#buckets) if (days.has(day)) this.#buckets.delete(id);
  }

  get buckets(): readonly Counted[] {
    return [...this.#buckets.values()];
  }
}

/** A vendor's own sums may be inexact by less than this. */
const hundredthOfACent = '0.0001';

/** Count and sum are the same, as far as sums of floats can be. */
export function agree(a: Counted, b: Counted): boolean {
  return a.count === b.count && a.value.minus(b.value).abs().lt(hundredthOfACent);
}

export const idOf = ({ account, day, currency }: Bucket): string =>
  `${account}\n${day}\n${currency}`;

/** All buckets of both sides, each once, in order. */
export function bucketsOf(left: Tally, right: Tally): readonly Bucket[] {
  const found = new Map<string, Bucket>();
  for (const bucket of [...left.buckets, ...right.buckets]) found.set(idOf(bucket), bucket);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, bucket]) => bucket);
}
