import { BatchRefused, delivered, type Outcome } from '@millrace/core';
import type { SegmentMessage } from './message.ts';
import { verdictOf } from './verdict.ts';
import type { Answer } from './wire.ts';

export type Post = (messages: readonly SegmentMessage[]) => Promise<readonly Answer[]>;

/** A message that was in no request: the library swallowed it. It counts an attempt, and may go out the next time. */
const unsent: Outcome = { status: 'retry', reason: '@segment/analytics-node did not send it' };

/**
 * Delivers messages, and says what became of each, in their order.
 *
 * @throws {BatchRefused} when Segment refused a request: it takes one as a whole or not at all, and does not say what is
 * wrong with it. If the library made several requests, what was in the others comes again; Segment knows it by its
 * `messageId`.
 */
export async function deliver(
  messages: readonly SegmentMessage[],
  post: Post,
): Promise<readonly Outcome[]> {
  const taken = new Set<string>();
  const refused: Answer[] = [];
  for (const answer of await post(messages)) {
    if (verdictOf(answer) === 'refused') refused.push(answer);
    else for (const id of answer.ids) taken.add(id);
  }
  if (refused.length > 0) throw refusalOf(messages, refused);
  return messages.map(({ messageId }) => (taken.has(messageId) ? delivered : unsent));
}

function refusalOf(messages: readonly SegmentMessage[], refused: readonly Answer[]): BatchRefused {
  const [first] = refused;
  const tooLarge = refused.some(({ status }) => status === 413);
  const reason = `Segment answered ${first?.status}: the event is malformed or too large for it`;
  const alone = new Set(refused.flatMap(({ ids }) => (ids.length === 1 ? ids : [])));
  const suspects = new Map<number, string>();
  for (const [index, { messageId }] of messages.entries()) {
    if (alone.has(messageId)) suspects.set(index, reason);
  }
  return new BatchRefused(reason, { tooLarge, suspects });
}
