/** Both inclusive. */
export interface Bounds {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

interface Entry {
  readonly id: number;
  readonly at: number;
}

/**
 * The orders by the time they were last modified. Each modification is appended, and leaves the order's former entry
 * behind as a stale one, so both writing and finding where to begin reading cost next to nothing however many orders
 * there are. Stale entries are swept out when they are the majority.
 */
export class ModificationLog {
  #entries: Entry[] = [];
  readonly #current = new Map<number, Entry>();

  touch(id: number, at: number): void {
    const entry = { id, at };
    this.#current.set(id, entry);
    const last = this.#entries.at(-1);
    // Only an order of the past, placed on purpose, has to go further in.
    if (last === undefined || last.at <= at) this.#entries.push(entry);
    else this.#entries.splice(this.#firstAt(at + 1), 0, entry);
    if (this.#entries.length > 2 * this.#current.size + 64) this.#sweep();
  }

  /** The ids of the orders modified from `min` to `max`, earliest first. */
  *ascending({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds) {
    for (let index = this.#firstAt(min); index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (!entry || entry.at > max) return;
      if (this.#isCurrent(entry)) yield entry.id;
    }
  }

  /** The same, latest first. */
  *descending({ min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds) {
    for (let index = this.#firstAt(max + 1) - 1; index >= 0; index -= 1) {
      const entry = this.#entries[index];
      if (!entry || entry.at < min) return;
      if (this.#isCurrent(entry)) yield entry.id;
    }
  }

  #isCurrent(entry: Entry): boolean {
    return this.#current.get(entry.id) === entry;
  }

  /** The index of the first entry at this time or later. */
  #firstAt(at: number): number {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#entries[middle]?.at ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sweep(): void {
    this.#entries = this.#entries.filter((entry) => this.#isCurrent(entry));
  }
}
