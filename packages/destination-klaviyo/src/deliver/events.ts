import {
  delivered,
  type DestinationContext,
  DestinationUnavailable,
  type Outcome,
} from '@millrace/core';
import type { EventOperation } from '../map/payload.ts';
import type { Answer, Api } from './api.ts';
import { bulkBody, faulty, groupByProfile } from './bulk.ts';
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
  const post = (path: string, body: object) => api(path, body, context);
  const later = (reason: string): Outcome => ({ status: 'retry', reason, at: context.clock.now() });

  try {
    await send(firsts, 0);
  } catch (error) {
    // What has been settled by then is settled: else a batch that needs many requests would never get through.
    if (!(error instanceof DestinationUnavailable) || outcomes.size === 0) throw error;
    const { message: reason, retryAt: at } = error;
    const retry: Outcome = { status: 'retry', reason, ...(at !== undefined && { at }) };
    for (const operation of firsts) if (!outcomes.has(operation)) outcomes.set(operation, retry);
  }
  return operations.map((operation) => {
    const first = firstOf.get(operation);
    const outcome = outcomes.get(first ?? operation) ?? later('it was not sent');
    return first && outcome.status === 'rejected'
      ? later('it was in a batch with its twin')
      : outcome;
  });

  async function send(batch: readonly EventOperation[], level: number): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    if (batch.length === 1) return settleOne(first, await post('/api/events', singleBody(first)));

    const groups = groupByProfile(batch);
    const answer = await post('/api/event-bulk-create-jobs', bulkBody(groups));
    if (answer.ok) {
      for (const operation of batch) outcomes.set(operation, delivered);
      return;
    }
    const { status } = answer;
    const bad = faulty(groups, errorsIn(answer.body));
    for (const [operation, error] of bad) {
      outcomes.set(operation, { status: 'rejected', reason: refusal(status, error) });
    }
    const rest = batch.filter((operation) => !bad.has(operation));
    if (level >= mostLevels) {
      const reason = `was in a batch with events that Klaviyo refused, ${status}`;
      for (const operation of rest) outcomes.set(operation, later(reason));
    } else if (bad.size > 0) {
      await send(rest, level + 1);
    } else {
      const half = Math.ceil(rest.length / 2);
      await send(rest.slice(0, half), level + 1);
      await send(rest.slice(half), level + 1);
    }
  }

  function settleOne(operation: EventOperation, answer: Answer): void {
    const outcome: Outcome = answer.ok
      ? delivered
      : { status: 'rejected', reason: refusal(answer.status, errorsIn(answer.body)[0]) };
    outcomes.set(operation, outcome);
  }
}

/** Klaviyo: Events API, Create Event. */
function singleBody({ payload: { event, profile } }: EventOperation): object {
  const attributes = { ...event, profile: { data: { type: 'profile', attributes: profile } } };
  return { data: { type: 'event', attributes } };
}
