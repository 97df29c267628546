import {
  delivered,
  type DestinationContext,
  DestinationUnavailable,
  type Outcome,
} from '@millrace/core';
import type { EventOperation } from '../map/payload.ts';
import type { Answer, Api } from './api.ts';
import { bulkBody, faulty, groupByProfile, singleBody } from './bulk.ts';
import { errorsIn, refusal } from './errors.ts';
import { findTwins } from './twins.ts';

/** 2 ** 10 is more than a batch holds: so often halved, every event has travelled alone. */
const mostLevels = 10;

type Outcomes = Map<EventOperation, Outcome>;

/** Delivers operations of lane `events`: one alone, several in a bulk request. */
export async function deliverEvents(
  operations: readonly EventOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const { firsts, firstOf } = findTwins(operations);
  const outcomes: Outcomes = new Map();
  try {
    await settle(firsts, outcomes, api, context);
  } catch (error) {
    if (!(error instanceof DestinationUnavailable)) throw error;
    // What is settled stays settled: else a batch that takes many requests to sort out would never get through.
    const { message, retryAt } = error;
    const settled = operations.map((operation) =>
      outcomes.get(firstOf.get(operation) ?? operation),
    );
    throw new DestinationUnavailable(message, { retryAt, outcomes: settled });
  }
  return operations.map((operation) => {
    const first = firstOf.get(operation);
    const outcome = outcomes.get(first ?? operation) ?? atOnce('it was not sent', context);
    // It may be the better of the two, and was never sent.
    return first !== undefined && outcome.status === 'rejected'
      ? atOnce('it was in a batch with its twin, which was rejected', context)
      : outcome;
  });
}

/**
 * Sends operations until each has its outcome. Klaviyo takes a bulk request whole or not at all: what it found fault with
 * is rejected, and the others go again. When it does not say what that was, both halves go again, before either of them
 * is halved: so all but the bad ones are soon through.
 */
async function settle(
  operations: readonly EventOperation[],
  outcomes: Outcomes,
  api: Api,
  context: DestinationContext,
): Promise<void> {
  const queue = [{ batch: operations, level: 0 }];
  for (const { batch, level } of queue) {
    const answer = await send(batch, api, context);
    if (answer.ok) {
      for (const operation of batch) outcomes.set(operation, delivered);
      continue;
    }
    const { status } = answer;
    const errors = errorsIn(answer.body);
    const bad = faulty(batch, errors);
    for (const [operation, error] of bad) {
      outcomes.set(operation, { status: 'rejected', reason: refusal(status, error) });
    }
    const rest = batch.filter((operation) => !bad.has(operation));
    if (level === mostLevels) {
      const why = `it was in a batch with events that Klaviyo refused, ${status}`;
      for (const operation of rest) outcomes.set(operation, atOnce(why, context));
      continue;
    }
    const half = bad.size > 0 ? rest.length : Math.ceil(rest.length / 2);
    for (const again of [rest.slice(0, half), rest.slice(half)]) {
      if (again.length > 0) queue.push({ batch: again, level: level + 1 });
    }
  }
}

function send(
  batch: readonly EventOperation[],
  api: Api,
  context: DestinationContext,
): Promise<Answer> {
  const [first] = batch;
  return batch.length === 1 && first !== undefined
    ? api('/api/events', singleBody(first), context)
    : api('/api/event-bulk-create-jobs', bulkBody(groupByProfile(batch)), context);
}

const atOnce = (reason: string, { clock }: DestinationContext): Outcome => ({
  status: 'retry',
  reason,
  at: clock.now(),
});
