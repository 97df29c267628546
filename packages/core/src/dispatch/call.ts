import type { Destination, DestinationContext } from '../destination/destination.ts';
import { BatchRefused, DestinationUnavailable, type Outcome } from '../destination/outcome.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Task, TaskBatch } from './rounds.ts';

/** What came of one call. */
export type Answer =
  /** One outcome for each task. */
  | { readonly status: 'answered'; readonly outcomes: readonly TaskOutcome[] }
  /** The vendor refused all of it for what is in it. */
  | { readonly status: 'refused'; readonly refusal: BatchRefused }
  /** It was the destination that failed. What became of tasks before that is known of some. */
  | {
      readonly status: 'unavailable';
      readonly error: DestinationUnavailable;
      readonly outcomes: readonly TaskOutcome[];
    }
  /** The pipeline closes: nothing is known of any task. */
  | { readonly status: 'cut short' };

/** Calls a destination. The one place where what a destination throws becomes an answer. Never rejects. */
export async function call(
  destination: Destination,
  { lane, tasks }: TaskBatch,
  context: DestinationContext,
  telemetry: Telemetry,
): Promise<Answer> {
  try {
    const operations = tasks.map(({ operation }) => operation);
    const outcomes: readonly Outcome[] = await telemetry.deliver(
      { destination: destination.name, lane, operations: operations.length },
      () => destination.deliver({ lane, operations }, context),
    );
    if (outcomes.length !== tasks.length) {
      throw new TypeError(
        `deliver gave ${outcomes.length} outcomes for ${tasks.length} operations`,
      );
    }
    return { status: 'answered', outcomes };
  } catch (error) {
    if (isUnavailable(error)) {
      const outcomes = tasks.map((_, index) => error.outcomes[index] ?? untried);
      return { status: 'unavailable', error, outcomes };
    }
    if (isRefusal(error)) return { status: 'refused', refusal: error };
    if (context.signal.aborted) return { status: 'cut short' };
    const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const reason = `deliver of ${destination.name} failed: ${why}`;
    return { status: 'answered', outcomes: tasks.map(() => ({ status: 'retry', reason })) };
  }
}

const untried: TaskOutcome = { status: 'untried' };

/** What did not get its turn. */
export const allUntried = (tasks: readonly Task[]): TaskOutcome[] => tasks.map(() => untried);

// By their codes, as a destination may have been built with another copy of this package.

function isUnavailable(error: unknown): error is DestinationUnavailable {
  return DestinationUnavailable.isInstance(error) && error.code === 'DESTINATION_UNAVAILABLE';
}

function isRefusal(error: unknown): error is BatchRefused {
  return BatchRefused.isInstance(error) && error.code === 'BATCH_REFUSED';
}
