import type { DestinationContext } from '@millrace/core';
import { Analytics } from '@segment/analytics-node';
import { asItCame } from './as-it-came.ts';
import { limitedExchange } from './exchange.ts';
import { handOver } from './hand-over.ts';
import type { SegmentMessage } from './message.ts';
import type { Settings } from './settings.ts';
import { type Answer, openWire } from './wire.ts';

/** How long the library keeps messages that it does not count on any more. It never gets there unless it loses one. */
const flushInterval = 1_000;

/**
 * Sends messages through `@segment/analytics-node` and says what was answered to which: its own callbacks come at
 * least 300 ms late, and call a message delivered that was never sent.
 *
 * Each call has its own instance. A shared one would mix the messages of concurrent calls, and can only be flushed by
 * one of them at a time.
 *
 * @throws {DestinationUnavailable} when a request got no answer.
 */
export async function post(
  messages: readonly SegmentMessage[],
  { writeKey, host, path, timeoutMs, httpClient = globalThis.fetch }: Settings,
  context: DestinationContext,
): Promise<readonly Answer[]> {
  const wire = openWire(limitedExchange(httpClient, timeoutMs, context), context.clock);
  const analytics = new Analytics({
    writeKey,
    host,
    path,
    httpClient: wire.client,
    flushInterval,
    flushAt: messages.length,
    maxRetries: 0, // The store owns retry.
  });
  void analytics.register(asItCame(messages));
  for (const message of messages) {
    try {
      handOver(analytics, message);
    } catch {
      // The library's validation refused it: it is in no answer then, and the other messages go all the same.
    }
  }
  await analytics.flush({ close: true });
  const failure = wire.failure();
  if (failure) throw failure;
  return wire.answers;
}
