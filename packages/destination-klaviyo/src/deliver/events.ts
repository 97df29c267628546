import { BatchRefused, delivered, type DestinationContext, type Outcome } from '@millrace/core';
import type { EventOperation } from '../map/payload.ts';
import type { Answer, Api, Refusal } from './api.ts';
import { bulkBody, faulty, groupByProfile, singleBody } from './bulk.ts';
import { errorsIn, refusal } from './errors.ts';
import { withoutTwins } from './twins.ts';

/**
 * Delivers operations of lane `events`: one alone, several in a bulk request.
 *
 * @throws {BatchRefused} when Klaviyo finds fault with one of them: it takes a bulk request whole or not at all.
 */
export async function deliverEvents(
  operations: readonly EventOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const firsts = withoutTwins(operations);
  const answer = await send(operations, firsts, api, context);
  if (!answer.ok) throw refused(operations, firsts, answer);
  return operations.map(() => delivered);
}

async function send(
  operations: readonly EventOperation[],
  firsts: readonly EventOperation[],
  api: Api,
  context: DestinationContext,
): Promise<Answer> {
  const [first] = firsts;
  // Klaviyo counts single requests and bulk requests apart, and so does the pace: by what the call carries, not by what
  // is left of it without twins.
  const answer =
    operations.length === 1 && first !== undefined
      ? await api('/api/events', singleBody(first), context)
      : await api('/api/event-bulk-create-jobs', bulkBody(groupByProfile(firsts)), context);
  if (answer.quota.length > 0) context.quota('events', ...answer.quota);
  return answer;
}

/** A twin of one that is at fault is not: it may be the better of the two, and was never sent. */
function refused(
  operations: readonly EventOperation[],
  sent: readonly EventOperation[],
  { status, body }: Refusal,
): BatchRefused {
  const errors = errorsIn(body);
  const suspects = new Map<number, string>();
  for (const [operation, error] of faulty(sent, errors)) {
    suspects.set(operations.indexOf(operation), refusal(status, error));
  }
  return new BatchRefused(refusal(status, errors[0]), { tooLarge: status === 413, suspects });
}
