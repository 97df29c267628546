import type { Clock } from '../observe/clock.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Lanes, Turn } from './lanes.ts';
import type { MappedEvent } from './map-lease.ts';
import { nextRound, tasksOf, type Task } from './rounds.ts';

/** How long the events of one lease are taken up. Then it is settled, and the rest is lent again. Milliseconds. */
const turnMs = 60_000;

/**
 * Delivers the operations of a lease, round after round. What follows an operation of the same profile that has to be
 * tried again is left untried, so that it does not overtake it.
 *
 * A slow lane takes up what it can in a minute; then only events of which something is delivered are brought to their
 * end. The others stay untried: else what is done would wait long for its settlement, and be done again after a crash.
 *
 * @returns the outcomes of each event's operations, by its position.
 */
export async function deliverInRounds(
  mapped: readonly MappedEvent[],
  lanes: Pick<Lanes, 'deliver' | 'limits'>,
  turn: Turn,
  clock: Clock,
): Promise<ReadonlyMap<number, readonly TaskOutcome[]>> {
  const until = clock.now() + turnMs;
  const outcomes = new Map<number, TaskOutcome[]>();
  const stuck = new Set<number>();
  const record = ({ ref, profile }: Task, outcome: TaskOutcome): void => {
    const known = outcomes.get(ref);
    if (known === undefined) outcomes.set(ref, [outcome]);
    else known.push(outcome);
    if (outcome.status === 'retry' || outcome.status === 'untried') stuck.add(profile);
  };
  const isBegun = ({ ref }: Task): boolean => outcomes.has(ref);

  let tasks: readonly Task[] = tasksOf(mapped);
  while (tasks.length > 0) {
    const round = nextRound(tasks, lanes.limits);
    const answers = await Promise.all(
      round.batches.map((batch) =>
        lanes.deliver(batch, turn, batch.tasks.some(isBegun) ? Number.POSITIVE_INFINITY : until),
      ),
    );
    round.batches.forEach((batch, i) => {
      batch.tasks.forEach((task, j) => record(task, answers[i]?.[j] ?? { status: 'untried' }));
    });
    const isOver = clock.now() >= until;
    tasks = round.rest.filter((task) => {
      const goesOn = !stuck.has(task.profile) && (!isOver || isBegun(task));
      if (!goesOn) record(task, { status: 'untried' });
      return goesOn;
    });
  }
  return outcomes;
}
