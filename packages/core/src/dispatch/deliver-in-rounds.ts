import type { Lane } from '../destination/operation.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Lanes } from './lanes.ts';
import type { MappedEvent } from './map-lease.ts';
import { nextRound, tasksOf, type Task } from './rounds.ts';

/**
 * Delivers the operations of a lease, round after round. What follows an operation of the same profile that has to be
 * tried again is left untried, so that it does not overtake it.
 *
 * @param until what has not had its turn by then stays untried. Milliseconds since 1970.
 * @returns the outcomes of each event's operations, by its position.
 */
export async function deliverInRounds(
  mapped: readonly MappedEvent[],
  limits: Readonly<Record<string, Lane>>,
  lanes: Pick<Lanes, 'deliver'>,
  until: number,
): Promise<ReadonlyMap<number, readonly TaskOutcome[]>> {
  const outcomes = new Map<number, TaskOutcome[]>();
  const stuck = new Set<number>();
  const record = ({ ref, profile }: Task, outcome: TaskOutcome): void => {
    const known = outcomes.get(ref);
    if (known === undefined) outcomes.set(ref, [outcome]);
    else known.push(outcome);
    if (outcome.status === 'retry' || outcome.status === 'untried') stuck.add(profile);
  };

  let tasks: readonly Task[] = tasksOf(mapped);
  while (tasks.length > 0) {
    const round = nextRound(tasks, limits);
    const answers = await Promise.all(round.batches.map((batch) => lanes.deliver(batch, until)));
    round.batches.forEach((batch, i) => {
      batch.tasks.forEach((task, j) => record(task, answers[i]?.[j] ?? { status: 'untried' }));
    });
    for (const task of round.rest) if (stuck.has(task.profile)) record(task, { status: 'untried' });
    tasks = round.rest.filter(({ profile }) => !stuck.has(profile));
  }
  return outcomes;
}
