import type { Outcome } from '../destination/outcome.ts';
import type { Warning } from '../destination/warning.ts';
import type { LeasedEvent, Settlement } from '../store/lease.ts';
import { backoffMs, type Backoff } from './backoff.ts';

/** What became of one task: an outcome, or nothing at all, as the destination failed or its turn never came. */
export type TaskOutcome = Outcome | { readonly status: 'untried' };

/**
 * What becomes of an event; `refused` when a rule or the destination refused it, not when we gave up; `warnings` of one
 * that is delivered.
 */
export type Conclusion = Settlement & {
  readonly refused?: true;
  readonly warnings?: readonly Warning[];
};

export interface RetryPolicy extends Backoff {
  /** An event is given up after so many failed attempts. */
  readonly attempts: number;
  /** Or when it fails so long after it first failed. Milliseconds. */
  readonly maxAgeMs: number;
}

/** What time it is, in milliseconds since 1970: to the store, whose times those of events are, and to destinations. */
export interface Times {
  readonly now: number;
  readonly clockNow: number;
}

/**
 * What becomes of an event, given what became of its operations: it is delivered when all of them are. While one of them
 * may still succeed, the event is tried again as a whole; idempotency keys make that harmless.
 */
export function conclude(
  { ref, attempts, firstFailedAt }: LeasedEvent,
  outcomes: readonly TaskOutcome[],
  policy: RetryPolicy,
  { now, clockNow }: Times,
): Conclusion {
  const retry = outcomes.find((outcome) => outcome.status === 'retry');
  if (retry?.status === 'retry') {
    const failed = attempts + 1;
    const failedFor = now - (firstFailedAt ?? now);
    if (failed >= policy.attempts || failedFor >= policy.maxAgeMs) {
      const reason = `gave up after ${failed} attempts in ${spell(failedFor)}: ${retry.reason}`;
      return { ref, status: 'dead', stage: 'deliver', reason };
    }
    // A destination may have read nonsense out of an answer: that would never be due.
    const wait = (retry.at ?? Number.NaN) - clockNow;
    return {
      ref,
      status: 'retry',
      at: now + (Number.isFinite(wait) ? wait : backoffMs(policy, failed)),
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

function spell(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds === 1) return '1 second';
  if (seconds < 120) return `${seconds} seconds`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
