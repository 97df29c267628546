import { type DestinationContext, DestinationUnavailable } from '@millrace/core';
import type { QuotaHeaders } from './quota.ts';

export interface Response {
  readonly ok: boolean;
  readonly status: number;
  /** Whether it is a web page: of a proxy or a firewall, whatever its status. */
  readonly isPage: boolean;
  readonly retryAfter: string | null;
  readonly quota: QuotaHeaders;
  readonly body: string;
}

/**
 * One HTTP request, from the first byte sent to the last one received, within its time.
 *
 * @throws {DestinationUnavailable} when there is no answer; whether the request was processed is then unknown.
 */
export async function request(
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
  timeoutMs: number,
  { clock, signal }: Pick<DestinationContext, 'clock' | 'signal'>,
): Promise<Response> {
  // AbortSignal.any would keep a trace of every request on the signal, which lives as long as the pipeline.
  const controller = new AbortController();
  let why: string | undefined;
  const stop = (reason: string) => () => {
    why = reason;
    controller.abort();
  };
  const timer = clock.after(timeoutMs, stop(`it did not answer within ${timeoutMs} ms`));
  const closed = stop('the pipeline is closing');
  signal.addEventListener('abort', closed, { once: true });
  if (signal.aborted) closed();
  try {
    // A redirect would turn a POST into a GET, and take the body to where nobody meant it to go.
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: controller.signal });
    // Read to its end even if nobody cares: the connection can then be used again.
    const body = await answer.text();
    return {
      ok: answer.ok,
      status: answer.status,
      isPage: answer.headers.get('content-type')?.includes('html') ?? false,
      retryAfter: answer.headers.get('retry-after'),
      quota: {
        remaining: answer.headers.get('ratelimit-remaining'),
        reset: answer.headers.get('ratelimit-reset'),
      },
      body,
    };
  } catch (error) {
    // The error itself stays here: what a fetch of someone's own puts into it may hold the headers.
    throw new DestinationUnavailable(`Klaviyo cannot be reached: ${why ?? codeOf(error)}`);
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', closed);
  }
}

/** `ECONNREFUSED` and the like. No message: it may hold anything. */
function codeOf(error: unknown): string {
  for (const candidate of [error instanceof Error ? error.cause : undefined, error]) {
    if (typeof candidate !== 'object' || candidate === null || !('code' in candidate)) continue;
    const { code } = candidate;
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{2,40}$/.test(code)) return code;
  }
  return 'no answer';
}
