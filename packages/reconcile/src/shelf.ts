import type { Line } from './side.ts';

/** Keeps what was read, by day, for a second look; or nothing of it, once it is more than memory should hold. */
export class Shelf {
  readonly #most: number;
  #days: Map<string, Line[]> | undefined = new Map();
  #kept = 0;

  constructor(most: number) {
    this.#most = most;
  }

  put(line: Line): void {
    if (this.#days === undefined) return;
    this.#kept += 1;
    if (this.#kept > this.#most) this.#days = undefined;
    else if (this.#days.has(line.day)) this.#days.get(line.day)?.push(line);
    else this.#days.set(line.day, [line]);
  }

  /** What was read of some days; `undefined` when it is not kept. */
  take(days: ReadonlySet<string>): readonly Line[] | undefined {
    return this.#days && [...days].flatMap((day) => this.#days?.get(day) ?? []);
  }
}
