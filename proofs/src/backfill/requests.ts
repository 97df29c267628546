import type { BigCommerceSandbox } from '@millrace/sandbox';

const windowMs = 30_000;

/** Counts the requests that a store answers; it remembers the last thousand itself, so it has to be asked often. */
export class RequestCount {
  readonly #store: BigCommerceSandbox;
  /** Of each process, since the next one does not know what the one before has used. */
  readonly #times: number[][] = [[]];
  #last: unknown;

  constructor(store: BigCommerceSandbox) {
    this.#store = store;
  }

  look(): void {
    const { requests } = this.#store;
    let first = requests.length;
    while (first > 0 && requests[first - 1] !== this.#last) first -= 1;
    for (const request of requests.slice(first)) this.#times.at(-1)?.push(request.at);
    this.#last = requests.at(-1);
  }

  /** What comes now is of another process. */
  next(): void {
    this.look();
    this.#times.push([]);
  }

  get all(): number {
    return this.#times.reduce((sum, { length }) => sum + length, 0);
  }

  /** The most that one process sent in any 30 seconds. */
  get most(): number {
    return Math.max(...this.#times.map(mostOf));
  }
}

function mostOf(times: readonly number[]): number {
  let most = 0;
  let first = 0;
  for (const [index, at] of times.entries()) {
    while ((times[first] ?? at) <= at - windowMs) first += 1;
    most = Math.max(most, index - first + 1);
  }
  return most;
}
