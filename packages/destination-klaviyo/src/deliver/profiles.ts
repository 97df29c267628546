import {
  delivered,
  type DestinationContext,
  DestinationUnavailable,
  type Outcome,
} from '@millrace/core';
import type { ProfileOperation } from '../map/payload.ts';
import type { Api } from './api.ts';
import { collapseProfiles, type Upsert } from './collapse-profiles.ts';
import { onlyWhatIsUnknown } from './fill-in.ts';
import { importProfile } from './import-profile.ts';

/**
 * Delivers operations of lane `profiles`: a request for each profile, with all that the batch says of it.
 *
 * @throws {DestinationUnavailable} with what became of those that were sent before.
 */
export async function deliverProfiles(
  operations: readonly ProfileOperation[],
  api: Api,
  context: DestinationContext,
): Promise<readonly Outcome[]> {
  const known = new Map<ProfileOperation, Outcome>();
  for (const round of collapseProfiles(operations)) {
    const results = await Promise.allSettled(
      round.map((upsert) => deliverUpsert(upsert, api, context, known)),
    );
    const failure = results.find(({ status }) => status === 'rejected');
    if (failure?.status === 'rejected') throw withOutcomes(failure.reason, operations, known);
  }
  // Each is in an upsert, and each upsert is through.
  return operations.map((operation) => known.get(operation) ?? delivered);
}

async function deliverUpsert(
  { payload, operations }: Upsert,
  api: Api,
  context: DestinationContext,
  known: Map<ProfileOperation, Outcome>,
): Promise<void> {
  const sent = payload.late === true ? await onlyWhatIsUnknown(payload, api, context) : payload;
  const outcome = await importProfile(sent, api, context);
  if (outcome.status === 'delivered' || operations.length === 1) {
    for (const operation of operations) known.set(operation, outcome);
    return;
  }
  // One of them is at fault, and shall not take the others with it.
  for (const operation of operations) {
    known.set(operation, await importProfile(operation.payload, api, context));
  }
}

function withOutcomes(
  error: unknown,
  operations: readonly ProfileOperation[],
  known: ReadonlyMap<ProfileOperation, Outcome>,
): unknown {
  if (!(error instanceof DestinationUnavailable)) return error;
  const { message, retryAt } = error;
  const outcomes = operations.map((operation) => known.get(operation));
  return new DestinationUnavailable(message, { retryAt, outcomes, cause: error });
}
