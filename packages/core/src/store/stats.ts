/** The deliveries of one destination: each event that was routed to it is in exactly one of these. */
export interface DestinationStats {
  /** Due, leased, or waiting for a retry. */
  readonly pending: number;
  /** Waiting until something new is known of their profile. */
  readonly held: number;
  readonly dead: number;
  readonly delivered: number;
  readonly dropped: number;
  /** Whether it was paused by hand. */
  readonly paused: boolean;
  /**
   * When the oldest pending event was appended, in milliseconds since 1970; absent when nothing is pending. Found by a few
   * look-ups: where the oldest one lies behind very many that are held, delivered or of other destinations, it is the time
   * of one of those, so that the true one is younger.
   */
  readonly oldestPendingAt?: number;
}

export interface StoreStats {
  /** Events in the log now. What retention has removed is not counted here any more. */
  readonly events: number;
  /** The size of the log's entries. The files on disk are larger: they have indexes, too, and do not shrink. */
  readonly bytes: number;
  /** Events that were ever appended, those that are gone included: the position of the newest one. */
  readonly appended: number;
  /** Events that a transform dropped. */
  readonly dropped: number;
  /** Dead letters of stage `transform`. */
  readonly failed: number;
  readonly destinations: Readonly<Record<string, DestinationStats>>;
}
