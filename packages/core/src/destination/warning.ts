/**
 * Something about an event that was delivered all the same, and that somebody should know: a part of it was left out, or
 * the vendor will throw it away without a word. It is told once, when the event is delivered.
 */
export interface Warning {
  /**
   * What kind of thing, such as `phone_left_out`. Warnings are counted by it, and logged once a minute for each: so
   * there are few kinds, and nothing of the event is in them.
   */
  readonly kind: string;
  /** For people: what it is, and what to do. No secrets, and nothing that is about a person. */
  readonly reason: string;
}

/** What a destination has found out about its account and its settings when it started. */
export interface Finding {
  /** `info` is good to know, `warning` should be looked into, `error` keeps events from arriving. */
  readonly level: 'info' | 'warning' | 'error';
  /** What kind of thing, such as `test_account`. */
  readonly kind: string;
  /** For people: what it is. No secrets. */
  readonly reason: string;
  /** For people: what to do. */
  readonly remedy: string;
}
