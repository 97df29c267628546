/** How much the latest one counts. */
const alpha = 0.4;

/** How long round trips took lately: an average, and how far they stray from it, in which old ones fade away. */
export class RoundTrips {
  #mean: number | undefined;
  #variance = 0;

  /** Milliseconds; undefined before the first. */
  get mean(): number | undefined {
    return this.#mean;
  }

  /** The standard deviation, in milliseconds. */
  get deviation(): number {
    return Math.sqrt(this.#variance);
  }

  add(ms: number): void {
    if (this.#mean === undefined) {
      this.#mean = ms;
      return;
    }
    const away = ms - this.#mean;
    this.#mean += alpha * away;
    this.#variance = (1 - alpha) * (this.#variance + alpha * away * away);
  }
}
