import { delivered, DestinationUnavailable, type Operation, type Outcome } from '@millrace/core';
import type { Answer } from './api.ts';
import { type ApiError, errorsIn, refusal } from './errors.ts';
import { pointedIndex } from './pointed-index.ts';

/** How operations of one lane go into requests. */
export interface Parts<Payload> {
  /** Operations of which this is equal fit into one request. */
  readonly together: (payload: Payload) => string;
  /** What became of an operation without any request. */
  readonly already?: (payload: Payload) => Outcome | undefined;
  readonly send: (payloads: readonly Payload[]) => Promise<Answer>;
}

/**
 * Delivers operations whose requests may differ, such as subscriptions to several lists: a request for each kind. Of a
 * request that Klaviyo refuses, it leaves out those that were pointed at, or else looks for them by halves. What says
 * the same twice is sent once.
 *
 * @throws {DestinationUnavailable} with what became of those that were sent before.
 */
export async function deliverInParts<Payload>(
  operations: readonly Operation<Payload>[],
  parts: Parts<Payload>,
): Promise<readonly Outcome[]> {
  const known = new Map<string, Outcome>();
  const outcomes = () => operations.map(({ payload }) => known.get(JSON.stringify(payload)));
  const groups = new Map<string, Map<string, Payload>>();
  for (const { payload } of operations) {
    const text = JSON.stringify(payload);
    const already = parts.already?.(payload);
    if (already !== undefined) {
      known.set(text, already);
      continue;
    }
    const kind = parts.together(payload);
    const group = groups.get(kind) ?? new Map<string, Payload>();
    groups.set(kind, group.set(text, payload));
  }
  try {
    for (const group of groups.values()) await deliverGroup([...group], parts.send, known);
  } catch (error) {
    if (!(error instanceof DestinationUnavailable)) throw error;
    const { message, retryAt } = error;
    throw new DestinationUnavailable(message, { retryAt, outcomes: outcomes(), cause: error });
  }
  // Each is in a group, and each group is through.
  return outcomes().map((outcome) => outcome ?? delivered);
}

type Entry<Payload> = readonly [text: string, payload: Payload];

async function deliverGroup<Payload>(
  group: readonly Entry<Payload>[],
  send: Parts<Payload>['send'],
  known: Map<string, Outcome>,
): Promise<void> {
  const answer = await send(group.map(([, payload]) => payload));
  if (answer.ok) {
    for (const [text] of group) known.set(text, delivered);
    return;
  }
  const { status, body } = answer;
  const errors = errorsIn(body);
  const reject = ([text]: Entry<Payload>, error: ApiError | undefined): void => {
    known.set(text, { status: 'rejected', reason: refusal(status, error) });
  };
  if (group.length === 1 || isAboutAll(status, errors)) {
    for (const entry of group) reject(entry, errors[0]);
    return;
  }
  const bad = pointedAt(errors);
  const rest = group.filter((entry, index) => {
    const error = bad.get(index);
    if (error !== undefined) reject(entry, error);
    return error === undefined;
  });
  if (rest.length === 0) return;
  if (rest.length < group.length) return deliverGroup(rest, send, known);
  const middle = Math.ceil(rest.length / 2);
  await deliverGroup(rest.slice(0, middle), send, known);
  await deliverGroup(rest.slice(middle), send, known);
}

/** A list that Klaviyo does not have is not there for any of them. */
function isAboutAll(status: number, errors: readonly ApiError[]): boolean {
  const aboutList = ({ source }: ApiError) => source?.pointer?.startsWith('/data/relationships/');
  return status === 404 || errors.some(aboutList);
}

function pointedAt(errors: readonly ApiError[]): ReadonlyMap<number, ApiError> {
  const found = new Map<number, ApiError>();
  for (const error of errors) {
    const index = pointedIndex(error.source?.pointer ?? '');
    if (index !== undefined) found.set(index, error);
  }
  return found;
}
