/** One call of `deliver`. */
export interface DeliverCall {
  readonly destination: string;
  readonly lane: string;
  /** How many operations it carries. */
  readonly operations: number;
}

/** How many events wait for one destination; a part of what the store counts. */
export interface QueueReading {
  readonly pending: number;
  readonly held: number;
  readonly dead: number;
  /** When the oldest pending event was appended, in milliseconds since 1970, where that is known. */
  readonly oldestPendingAt?: number | undefined;
}

/** What waits at one moment. */
export interface Reading {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The destinations of the pipeline: the store may know others, of earlier set-ups. */
  readonly names: readonly string[];
  /** The size of the log's entries. */
  readonly bytes: number;
  /** How near the store is to refusing events, from 0 to 1. */
  readonly pressure: number;
  /** Dead letters of stage `transform`, which belong to no destination. */
  readonly failed: number;
  readonly destinations: Readonly<Record<string, QueueReading>>;
}

/** What a pipeline tells of itself to whoever measures it: numbers and times, and of errors their kind alone. */
export interface Telemetry {
  /** Times one durable commit of so many events. Answers and rejects as `write` does. */
  append<T>(events: number, write: () => Promise<T>): Promise<T>;

  /** What drafts were answered: `accepted`, `duplicate` or `dropped`. */
  answered(receipts: readonly { readonly status: string }[]): void;

  /** So many drafts were refused with `error`, and nothing of them is stored. */
  refused(drafts: number, error: unknown): void;

  /** Times one call, and counts the outcomes it answers. Answers and rejects as `send` does. */
  deliver<T extends readonly { readonly status: string }[]>(
    call: DeliverCall,
    send: () => Promise<T>,
  ): Promise<T>;

  /** What became of the events of a lease, once it is durable. `now`: milliseconds since 1970. */
  settled(
    lease: {
      readonly destination: string;
      readonly events: readonly { readonly ref: number; readonly appendedAt: number }[];
    },
    settlements: readonly { readonly ref: number; readonly status: string }[],
    now: number,
  ): void;

  /** An event was delivered with a warning of this kind. */
  warned(destination: string, kind: string): void;

  /** Asks `read` what waits, as often as somebody wants to know, until the function it gives back is called. */
  watch(read: () => Reading): () => void;
}
