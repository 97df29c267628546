import { type DestinationContext, DestinationUnavailable } from '@millrace/core';
import type { HTTPFetchFn, HTTPResponse } from '@segment/analytics-node';

/** Sends one POST and waits for its answer. */
export type Exchange = (
  url: string,
  headers: Record<string, string>,
  body: string,
) => Promise<HTTPResponse>;

const closing = (): DestinationUnavailable =>
  new DestinationUnavailable('The pipeline is closing.');

/**
 * Makes an exchange give up after `timeoutMs`, and when the pipeline closes. The library's own time-out ends with the
 * head of the answer, and it knows of no pipeline.
 */
export function limitedExchange(
  send: HTTPFetchFn,
  timeoutMs: number,
  { clock, signal }: DestinationContext,
): Exchange {
  return async (url, headers, body) => {
    // The library takes a turn of the event loop before it sends: the pipeline may have closed meanwhile.
    if (signal.aborted) throw closing();
    const stop = new AbortController();
    const stopped = new Promise<never>((_, reject) => {
      stop.signal.addEventListener('abort', () => reject(stop.signal.reason as Error));
    });
    const timer = clock.after(timeoutMs, () => {
      const reason = `Segment gave no answer within ${timeoutMs} milliseconds.`;
      stop.abort(new DestinationUnavailable(reason));
    });
    const close = (): void => stop.abort(closing());
    signal.addEventListener('abort', close, { once: true });
    try {
      // Following a redirect would make a GET of the POST, and its 200 would mean nothing.
      const request = { method: 'POST', headers, body, signal: stop.signal, redirect: 'manual' };
      const response = await Promise.race([send(url, request as never), stopped]);
      // Read to its end, so that the connection can be used again. What it says does not matter, nor if it breaks off.
      await Promise.race([response.text?.(), stopped]).catch(() => undefined);
      return response;
    } finally {
      timer.cancel();
      signal.removeEventListener('abort', close);
    }
  };
}
