import type { Webhook } from './events.ts';
import type { Hook } from './hook-registry.ts';

/** What came of one attempt. */
export type PostResult = { readonly status: number } | { readonly error: string };

/** One attempt to deliver: never throws. A redirect is an answer like any other, and not a success. */
export async function post(
  hook: Hook,
  webhook: Webhook,
  signature: Readonly<Record<string, string>>,
  limits: { readonly closing: AbortSignal; readonly timeoutMs: number },
): Promise<PostResult> {
  const tooLate = new AbortController();
  const timeout = setTimeout(() => tooLate.abort(new Error('timeout')), limits.timeoutMs);
  try {
    const response = await fetch(hook.destination, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/json', ...hook.headers, ...signature },
      body: webhook.body,
      signal: AbortSignal.any([limits.closing, tooLate.signal]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: reason(error) };
  } finally {
    clearTimeout(timeout);
  }
}

/** `fetch` hides the reason in the cause: `fetch failed` helps nobody. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return cause instanceof Error ? cause.message : error.message;
}
