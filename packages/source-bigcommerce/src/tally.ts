/** What a source has done since it was created. */
export interface Counts {
  /** Webhooks that named an order and are stored. */
  readonly noticed: number;
  /** Webhooks that were about something else. */
  readonly ignored: number;
  /** Webhooks that were not taken. */
  readonly refused: number;
  /** Orders whose Order Completed was yielded. */
  readonly placed: number;
  /** Orders that were looked at and are not placed: not yet, or cancelled, declined or refunded before. */
  readonly notPlaced: number;
  /** Orders that were looked at again after they were placed. */
  readonly known: number;
  /** Orders that were passed over with a reason. */
  readonly skipped: number;
}

export class Tally {
  readonly #counts = {
    noticed: 0,
    ignored: 0,
    refused: 0,
    placed: 0,
    notPlaced: 0,
    known: 0,
    skipped: 0,
  };

  count(what: keyof Counts): void {
    this.#counts[what] += 1;
  }

  get counts(): Counts {
    return { ...this.#counts };
  }
}
