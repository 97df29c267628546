/** How long a store keeps what nobody waits for any more. What is pending, held or dead is kept for as long as it is that. */
export interface Retention {
  /** An event goes when it was appended longer ago than this, and nothing is left to do with it. Days. */
  readonly days: number;
  /**
   * When the events of the log have more bytes than this, the oldest go before their time, down to nine tenths of it.
   * Only those with which nothing is left to do, so that it may not be reached.
   */
  readonly maxBytes: number;
  /** An event that is held for longer than this is dropped, with that as the reason. Days. */
  readonly heldDays: number;
}

export const dayMs = 24 * 60 * 60 * 1_000;
