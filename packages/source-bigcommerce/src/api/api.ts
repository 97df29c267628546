/** What every call takes. */
export interface Call {
  /** Gives the call up. */
  readonly signal: AbortSignal;
  /** What is absent is left out. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  /**
   * `background` calls let the `live` ones go first, and go at the pace of their share of the quota. Default `live`.
   */
  readonly priority?: 'live' | 'background';
  /** Of background calls: the part of the quota that they may use together, above 0, at most 1. Default 0.5. */
  readonly share?: number | undefined;
}

/**
 * The REST API of one store. Paths are below the store: `/v2/orders/5`. Answers are JSON as it came, or `undefined` for
 * 204. All calls throw an ApiError, or the signal's reason once it is aborted.
 */
export interface Api {
  get(path: string, call: Call): Promise<unknown>;
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: unknown,
    call: Call,
  ): Promise<unknown>;
}
