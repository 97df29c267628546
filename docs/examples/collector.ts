import {
  BatchRefused,
  defineDestination,
  delivered,
  DestinationUnavailable,
  nameOf,
  parseSettings,
  retryAfter,
  type Destination,
  type DestinationContext,
} from '@millrace/core';
import * as z from 'zod';

const Settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  // What a header cannot hold would be refused by fetch, with the token in its error.
  token: z.string().regex(/^[\x21-\x7e]+$/, 'expected a token without spaces'),
});
export type CollectorSettings = z.input<typeof Settings>;

/** What the collector is told of an event. */
interface Row {
  readonly id: string;
  readonly name: string;
  readonly time: string;
  readonly profile: number;
}

/** Delivers events to an HTTP endpoint that takes a list of rows and keeps one of each id. */
export function collector(settings: CollectorSettings): Destination {
  const { url, token } = parseSettings('collector', Settings, settings);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };

  return defineDestination<Row>({
    name: 'Collector',
    lanes: { rows: { maxOperations: 500, limits: [{ calls: 10, perMs: 1_000 }] } },
    map(event, profile) {
      const { messageId: id, timestamp: time } = event;
      const row: Row = { id, name: nameOf(event), time, profile: profile.id };
      return { operations: [{ lane: 'rows', key: id, payload: row }] };
    },
    async deliver({ operations }, context) {
      const body = JSON.stringify(operations.map(({ payload }) => payload));
      const answer = await post(url, { method: 'POST', headers, body }, context);
      if (answer.ok) return operations.map(() => delivered);
      const reason = `the collector answered ${answer.status}`;
      if ([400, 413, 422].includes(answer.status)) {
        throw new BatchRefused(reason, { tooLarge: answer.status === 413 });
      }
      const retryAt = retryAfter(answer.headers.get('retry-after'), context.clock.now());
      throw new DestinationUnavailable(reason, { retryAt });
    },
  });
}

/** @throws {DestinationUnavailable} when there is no answer. */
async function post(url: string, init: RequestInit, { clock, signal }: DestinationContext) {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  const timer = clock.after(10_000, stop);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const answer = await fetch(url, { ...init, redirect: 'manual', signal: controller.signal });
    await answer.text(); // To its end, so that the connection can be used again.
    return answer;
  } catch {
    // Not the error itself: it may hold the headers, and with them the token.
    throw new DestinationUnavailable('the collector cannot be reached');
  } finally {
    timer.cancel();
    signal.removeEventListener('abort', stop);
  }
}
