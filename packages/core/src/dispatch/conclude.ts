import type { Outcome } from '../destination/outcome.ts';
import type { LeasedEvent, Settlement } from '../store/lease.ts';
import { backoffMs, type Backoff } from './backoff.ts';

/** What became of one task: an outcome, or nothing at all, as the destination failed or its turn never came. */
export type TaskOutcome = Outcome | { readonly status: 'untried' };

/** What becomes of an event; `refused` when a rule or the destination refused it, not when we gave up. */
export type Conclusion = Settlement & { readonly refused?: true };

export interface RetryPolicy extends Backoff {
  readonly attempts: number;
}

/**
 * What becomes of an event, given what became of its operations: it is delivered when all of them are. While one of them
 * may still succeed, the event is tried again as a whole; idempotency keys make that harmless.
 */
export function conclude(
  { ref, attempts }: LeasedEvent,
  outcomes: readonly TaskOutcome[],
  policy: RetryPolicy,
  now: number,
): Conclusion {
  const retry = outcomes.find((outcome) => outcome.status === 'retry');
  if (retry?.status === 'retry') {
    const failed = attempts + 1;
    if (failed >= policy.attempts) {
      const reason = `gave up after ${failed} attempts: ${retry.reason}`;
      return { ref, status: 'dead', stage: 'deliver', reason };
    }
    return {
      ref,
      status: 'retry',
      at: retry.at ?? now + backoffMs(policy, failed),
      reason: retry.reason,
    };
  }
  if (outcomes.some(({ status }) => status === 'untried')) return { ref, status: 'release' };
  const rejected = outcomes.find((outcome) => outcome.status === 'rejected');
  if (rejected?.status === 'rejected') {
    return { ref, status: 'dead', stage: 'deliver', reason: rejected.reason, refused: true };
  }
  return { ref, status: 'delivered' };
}
