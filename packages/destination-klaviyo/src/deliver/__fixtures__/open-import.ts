import { setImmediate } from 'node:timers/promises';
import { silentLogger } from '@millrace/core';
import { manualClock } from '@millrace/core/testing';
import type { KlaviyoSandbox } from '@millrace/sandbox';
import { klaviyo } from '../../klaviyo.ts';
import type { ProfilePayload } from '../../map/payload.ts';

/** What stands between us and Klaviyo: an answer of its own, or Klaviyo's with something changed. */
export type Between = (
  path: string,
  method: string,
  body: string,
) => Response | ((text: string) => string) | undefined;
/** A destination with a clock of its own, which moves on whenever no answer is waited for. */
export function openImport(
  { apiKey, url: endpoint }: KlaviyoSandbox,
  between: Between = () => undefined,
) {
  const clock = manualClock();
  const startedAt = clock.now();
  const asked: string[] = [];
  const closing = new AbortController();
  let underWay = 0;
  const fetch: typeof globalThis.fetch = async (input, init) => {
    underWay += 1;
    try {
      const { pathname } = new URL(input as string);
      const method = init?.method ?? 'GET';
      asked.push(`${method} ${pathname.replace(/(-jobs\/)[^/]+/, '$1{id}')}`);
      const instead = between(pathname, method, init?.body as string);
      if (instead instanceof Response) return instead;
      const answer = await globalThis.fetch(input, init);
      const text = await answer.text();
      const { status, headers } = answer;
      return new Response(instead?.(text) ?? text, { status, headers });
    } finally {
      underWay -= 1;
    }
  };
  const destination = klaviyo({ apiKey, endpoint, fetch });
  const context = { clock, logger: silentLogger, signal: closing.signal, quota: () => undefined };
  const deliver = async (payloads: readonly ProfilePayload[]) => {
    const operations = payloads.map((payload, index) => ({
      lane: 'profiles',
      key: `m-${index}`,
      payload,
    }));
    const call = { isOver: false };
    const answer = destination
      .deliver({ lane: 'profiles', operations }, context)
      .finally(() => (call.isOver = true));
    answer.catch(() => undefined);
    while (!call.isOver) {
      if (underWay === 0) await clock.advance(100);
      await setImmediate();
    }
    return answer;
  };
  return { deliver, asked, clock, closing, passed: () => clock.now() - startedAt };
}
