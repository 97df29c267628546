/** The deliveries of one destination: each event that was routed to it is in exactly one of these. */
export interface DestinationStats {
  /** Due, leased, or waiting for a retry. */
  readonly pending: number;
  /** Waiting until something new is known of their profile. */
  readonly held: number;
  readonly dead: number;
  readonly delivered: number;
  readonly dropped: number;
}

export interface StoreStats {
  /** Events in the log. */
  readonly events: number;
  /** Events that a transform dropped. */
  readonly dropped: number;
  /** Dead letters of stage `transform`. */
  readonly failed: number;
  readonly destinations: Readonly<Record<string, DestinationStats>>;
}
