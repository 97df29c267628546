import { delivered, type Outcome } from '@millrace/core';
import type { SegmentMessage } from './message.ts';
import { verdictOf } from './verdict.ts';
import type { Answer } from './wire.ts';

export type Post = (messages: readonly SegmentMessage[]) => Promise<readonly Answer[]>;

/**
 * Delivers messages and says what became of each, by its `messageId`. Segment takes or refuses a request as a whole: one
 * that is refused is sent again in halves, until the message that is at fault stands alone.
 */
export async function deliver(
  messages: readonly SegmentMessage[],
  post: Post,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (const answer of await post(messages)) {
    if (verdictOf(answer) === 'delivered') {
      for (const id of answer.ids) outcomes.set(id, delivered);
      continue;
    }
    const ids = new Set(answer.ids);
    const refused = messages.filter(({ messageId }) => ids.has(messageId));
    if (refused.length <= 1) {
      const reason = `Segment answered ${answer.status}: the event is malformed or too large for it`;
      for (const id of ids) outcomes.set(id, { status: 'rejected', reason });
      continue;
    }
    const middle = Math.ceil(refused.length / 2);
    for (const half of [refused.slice(0, middle), refused.slice(middle)]) {
      for (const [id, outcome] of await deliver(half, post)) outcomes.set(id, outcome);
    }
  }
  return outcomes;
}
