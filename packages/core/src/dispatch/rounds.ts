import type { Lane, Operation } from '../destination/operation.ts';
import { bytesOf } from './bytes-of.ts';
import type { MappedEvent } from './map-lease.ts';

/** One operation of one event of the lease. */
export interface Task {
  readonly ref: number;
  readonly profile: number;
  readonly operation: Operation;
}

/** Tasks that go out in one call. */
export interface TaskBatch {
  readonly lane: string;
  readonly tasks: readonly Task[];
}

interface OpenBatch {
  readonly lane: string;
  readonly tasks: Task[];
  bytes: number;
}

export function tasksOf(mapped: readonly MappedEvent[]): Task[] {
  return mapped.flatMap(({ leased, operations }) =>
    operations.map((operation) => ({ ref: leased.ref, profile: leased.profile.id, operation })),
  );
}

/**
 * Fills batches for one round, all of which may go out at the same time.
 *
 * The tasks of a profile are in at most one batch of a round, in their order. What does not fit there, or travels in
 * another lane, waits for the next round: so the events of a profile arrive in order.
 */
export function nextRound(
  tasks: readonly Task[],
  lanes: Readonly<Record<string, Lane>>,
): { readonly batches: readonly TaskBatch[]; readonly rest: readonly Task[] } {
  const batches: OpenBatch[] = [];
  const filling = new Map<string, OpenBatch>();
  const batchOf = new Map<number, OpenBatch>();
  const waiting = new Set<number>();
  const rest: Task[] = [];

  for (const task of tasks) {
    const { lane } = task.operation;
    const limits = lanes[lane] as Lane;
    const bytes = limits.maxBytes === undefined ? 0 : bytesOf(task);
    const own = batchOf.get(task.profile);
    const fits = (batch: OpenBatch | undefined): batch is OpenBatch =>
      batch !== undefined &&
      batch.tasks.length < limits.maxOperations &&
      batch.bytes + bytes <= (limits.maxBytes ?? Number.POSITIVE_INFINITY);

    if (waiting.has(task.profile) || (own !== undefined && (own.lane !== lane || !fits(own)))) {
      waiting.add(task.profile);
      rest.push(task);
      continue;
    }
    let batch = own ?? filling.get(lane);
    if (!fits(batch)) {
      batch = { lane, tasks: [], bytes: 0 };
      batches.push(batch);
      filling.set(lane, batch);
    }
    batch.tasks.push(task);
    batch.bytes += bytes;
    batchOf.set(task.profile, batch);
  }
  return { batches, rest };
}
