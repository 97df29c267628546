import {
  delivered,
  type DestinationContext,
  DestinationUnavailable,
  type Outcome,
} from '@millrace/core';
import type { ProfileOperation } from '../map/payload.ts';
import type { Api } from './api.ts';
import { importInBulk } from './bulk-import.ts';
import { collapseProfiles, isPlain, type Upsert } from './collapse-profiles.ts';
import { onlyWhatIsUnknown } from './fill-in.ts';
import { importProfile, importsPerCall } from './import-profile.ts';
import { MissingScope } from './missing-scope.ts';
import { Singles } from './singles.ts';
import { bulkRefused } from './bulk-refused.ts';

type Known = Map<ProfileOperation, Outcome>;

/**
 * Delivers operations of lane `profiles`, with all that a batch says of a profile in one: up to ten profiles by a request
 * for each, more by a job. What may only fill in, or changes lists, always has a request for itself.
 */
export class Profiles {
  readonly #api: Api;
  readonly #singles = new Singles();
  /** A key that may not import in bulk is not tried again. */
  #mayBulk = true;
  #isToldOf = true;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @throws {DestinationUnavailable} with what became of those that were sent before. */
  async deliver(
    operations: readonly ProfileOperation[],
    context: DestinationContext,
  ): Promise<readonly Outcome[]> {
    const known: Known = new Map();
    try {
      let allowance = importsPerCall;
      for (const round of collapseProfiles(operations)) {
        const singly = await this.#inBulk(round, context, known);
        const work = (upsert: Upsert) => deliverUpsert(upsert, this.#api, context, known);
        await this.#singles.each(singly, work, context, allowance);
        allowance = Math.max(0, allowance - singly.length);
      }
    } catch (error) {
      throw withOutcomes(error, operations, known);
    }
    // Each is in an upsert, and each upsert is through.
    const outcomes = operations.map((operation) => known.get(operation) ?? delivered);
    return this.#isToldOf ? outcomes : this.#tell(outcomes);
  }

  /** @returns what remains to be done one by one. */
  async #inBulk(
    round: readonly Upsert[],
    context: DestinationContext,
    known: Known,
  ): Promise<readonly Upsert[]> {
    const plain = round.filter(({ payload }) => isPlain(payload));
    if (!this.#mayBulk || plain.length <= importsPerCall) return round;
    const left = new Set(round);
    try {
      const failed = await importInBulk(plain, this.#api, context, ({ operations }) => {
        for (const operation of operations) known.set(operation, delivered);
      });
      for (const upsert of plain) if (!failed.includes(upsert)) left.delete(upsert);
    } catch (error) {
      if (!(error instanceof MissingScope)) throw error;
      this.#mayBulk = false;
      this.#isToldOf = false;
    }
    return [...left].filter(({ operations }) => !operations.every((one) => known.has(one)));
  }

  /** Says once, with the first that was delivered, that the key may not do it. */
  #tell(outcomes: readonly Outcome[]): readonly Outcome[] {
    const first = outcomes.findIndex(({ status }) => status === 'delivered');
    if (first === -1) return outcomes;
    this.#isToldOf = true;
    return outcomes.map((outcome, index) => {
      if (index !== first || outcome.status !== 'delivered') return outcome;
      return { ...outcome, warnings: [...(outcome.warnings ?? []), bulkRefused] };
    });
  }
}

async function deliverUpsert(
  { payload, operations }: Upsert,
  api: Api,
  context: DestinationContext,
  known: Known,
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
