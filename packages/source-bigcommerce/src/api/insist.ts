import type { Clock } from '@millrace/core';
import type { Api, Call } from './api.ts';
import { patient } from './backoff.ts';
import { isOutage, Throttled, Unavailable } from './errors.ts';
import { Gate } from './gate.ts';
import { PageSize } from './page-size.ts';

export interface Insistence {
  readonly clock: Clock;
  readonly random?: () => number;
  /** Also what failed because the store is down is asked again, however long that takes. */
  readonly whileDown: boolean;
  /** Is told why when it begins to wait for a store that cannot answer, and `undefined` when it no longer does. */
  readonly waiting?: (reason: Error | undefined) => void;
}

/** A page of a list, and how many rows it was asked for. */
export interface ListPage {
  readonly body: unknown;
  readonly limit: number;
}

/** The API for work that can wait. */
export interface Insistent extends Api {
  /**
   * A page of a list that goes on behind the last row, not at a number of pages: so it may have any size, and has half as
   * many rows each time that the store could not answer.
   */
  page(path: string, call: Call): Promise<ListPage>;
}

/**
 * The same API for work that can wait: what the quota did not allow is asked again, as soon as the gate opens. What the
 * store could not answer is asked again after a pause that is longer each time; only its own calls wait for that, so that a
 * page which always fails keeps nobody else waiting.
 */
export function insist(
  api: Api,
  { clock, random = Math.random, whileDown, waiting }: Insistence,
): Insistent {
  const gate = new Gate(clock, random);
  const size = new PageSize();
  let stuck = 0;
  const isWorthIt = (error: unknown): boolean =>
    error instanceof Throttled || (whileDown && error instanceof Unavailable);

  async function ask<T>(
    signal: AbortSignal,
    call: () => Promise<T>,
    failed?: () => void,
  ): Promise<T> {
    let isStuck = false;
    try {
      for (;;) {
        await gate.pass(signal);
        const sentAt = clock.now();
        try {
          return await call();
        } catch (error) {
          if (!isWorthIt(error)) throw error;
          if (!isOutage(error)) continue;
          gate.failed(sentAt, patient);
          if (error instanceof Unavailable) failed?.();
          if (!isStuck && (stuck += 1) === 1) waiting?.(error);
          isStuck = true;
        }
      }
    } finally {
      if (isStuck && (stuck -= 1) === 0) waiting?.(undefined);
      // One that gets through says nothing of those that do not.
      if (stuck === 0) gate.succeeded();
    }
  }

  return {
    send: (method, path, body, call) => api.send(method, path, body, call),
    get: (path, call) => ask(call.signal, () => api.get(path, call)),
    page: (path, call) =>
      ask(
        call.signal,
        async () => {
          const { limit } = size;
          const body = await api.get(path, { ...call, query: { ...call.query, limit } });
          size.answered();
          return { body, limit };
        },
        () => size.tooMuch(),
      ),
  };
}
