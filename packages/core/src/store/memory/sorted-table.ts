import type { Key, Part, Range, Table } from '../engine/database.ts';

/** Compares keys as LMDB does: numbers before strings, shorter arrays before longer ones that they begin. */
export function compareKeys(a: Key, b: Key): number {
  const left = Array.isArray(a) ? (a as readonly Part[]) : [a as Part];
  const right = Array.isArray(b) ? (b as readonly Part[]) : [b as Part];
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const order = compareParts(left[i] as Part, right[i] as Part);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareParts(a: Part, b: Part): number {
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1;
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By code points, as their bytes in UTF-8 sort. */
function compareStrings(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let at = 0;
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at += 1;
  return at === shorter ? a.length - b.length : placeOf(a, at) - placeOf(b, at);
}

/** Pairs of surrogates stand for what comes after all else. */
function placeOf(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x10000 : unit;
}

/** An ordered table in memory: a sorted array of keys beside a map. Values are copied, as a disk would. */
export class SortedTable<K extends Key, V> implements Table<K, V> {
  readonly #keys: K[] = [];
  readonly #values = new Map<string | number, V>();
  readonly #undo: (() => void)[];

  /** @param undo where to note how each change is taken back. */
  constructor(undo: (() => void)[]) {
    this.#undo = undo;
  }

  /** What is in it now, whatever is changed later. */
  snapshot(): SortedTable<K, V> {
    const taken = new SortedTable<K, V>([]);
    taken.#keys.push(...this.#keys);
    for (const [key, value] of this.#values) taken.#values.set(key, value);
    return taken;
  }

  get(key: K): V | undefined {
    return copy(this.#values.get(identity(key)));
  }

  put(key: K, value: V): void {
    const id = identity(key);
    const before = this.#values.get(id);
    if (before === undefined) this.#keys.splice(this.#indexOf(key), 0, key);
    this.#values.set(id, copy(value));
    this.#undo.push(() =>
      before === undefined ? this.#delete(key) : this.#values.set(id, before),
    );
  }

  remove(key: K): void {
    const before = this.#values.get(identity(key));
    if (before === undefined) return;
    this.#delete(key);
    this.#undo.push(() => {
      this.#keys.splice(this.#indexOf(key), 0, key);
      this.#values.set(identity(key), before);
    });
  }

  *range({
    start,
    end,
    limit = Number.POSITIVE_INFINITY,
    reverse = false,
  }: Range<K>): Iterable<{ key: K; value: V }> {
    const from = this.#indexOf(start);
    const to = this.#indexOf(end);
    const keys = this.#keys.slice(from, Math.max(from, to));
    if (reverse) keys.reverse();
    for (const key of keys.slice(0, limit)) yield { key, value: this.get(key) as V };
  }

  last(): K | undefined {
    return this.#keys.at(-1);
  }

  #delete(key: K): void {
    this.#keys.splice(this.#indexOf(key), 1);
    this.#values.delete(identity(key));
  }

  /** The index of the first key that is not before `key`. */
  #indexOf(key: K): number {
    let low = 0;
    let high = this.#keys.length;
    const last = this.#keys[high - 1];
    // Nearly every key of the log is the next one.
    if (last !== undefined && compareKeys(last, key) < 0) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareKeys(this.#keys[middle] as K, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function identity(key: Key): string | number {
  return Array.isArray(key) ? JSON.stringify(key) : (key as Part);
}

function copy<V>(value: V): V {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array)
    ? structuredClone(value)
    : value;
}
