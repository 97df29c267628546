import type { Clock } from '@millrace/core';
import { Unavailable } from './errors.ts';
import type { ApiSettings } from './settings.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

type Door = Pick<ApiSettings, 'accessToken' | 'fetch' | 'timeoutMs'>;

export interface Request {
  readonly method: string;
  readonly url: string;
  /** Sent as JSON; none when absent. */
  readonly body?: unknown;
}

/**
 * One request, until the whole body of its answer is here.
 *
 * @throws {Unavailable} for the network and time-outs.
 * @throws the signal's reason, once it is aborted.
 */
export async function request(
  { method, url, body }: Request,
  { accessToken, fetch, timeoutMs }: Door,
  clock: Clock,
  signal: AbortSignal,
): Promise<Answer> {
  const tooLate = new AbortController();
  const timer = clock.after(timeoutMs, () => tooLate.abort());
  try {
    const response = await fetch(url, {
      method,
      headers: {
        'x-auth-token': accessToken,
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      // A redirect would take the access token elsewhere.
      redirect: 'manual',
      signal: AbortSignal.any([signal, tooLate.signal]),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    signal.throwIfAborted();
    if (tooLate.signal.aborted) throw new Unavailable(`nothing within ${timeoutMs} ms`);
    throw new Unavailable(reason(error), error);
  } finally {
    timer.cancel();
  }
}

/** fetch hides the reason in the cause; "fetch failed" helps nobody. */
function reason(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? `the network failed, ${code}` : 'the network failed';
}
