/** What a source has done since it was created. */
export interface Counts {
  /** Webhooks that are stored. */
  readonly noticed: number;
  /** Webhooks that were about something else. */
  readonly ignored: number;
  /** Webhooks that were not taken. */
  readonly refused: number;
  /** Subjects that were looked at and had something to tell. */
  readonly told: number;
  /** Subjects that were looked at and had nothing new to tell. */
  readonly known: number;
  /** Subjects that were passed over with a reason. */
  readonly skipped: number;
  /** Look-ups in the catalogue that failed or took too long: an order or a cart went with what was remembered. */
  readonly lookUpsFailed: number;
}

/** How a subject that was looked at is counted. */
export type Counted = 'told' | 'known' | 'skipped';

export class Tally {
  readonly #counts = {
    noticed: 0,
    ignored: 0,
    refused: 0,
    told: 0,
    known: 0,
    skipped: 0,
    lookUpsFailed: 0,
  };

  count(what: keyof Counts): void {
    this.#counts[what] += 1;
  }

  get counts(): Counts {
    return { ...this.#counts };
  }
}
