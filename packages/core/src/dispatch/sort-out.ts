import type { BatchRefused } from '../destination/outcome.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Task } from './rounds.ts';

/** One more call: an outcome for each task, or another refusal. */
export type CallAgain = (tasks: readonly Task[]) => Promise<readonly TaskOutcome[] | BatchRefused>;

/** One at fault is looked for as if there were no other. When so many were found, more are expected. */
const several = 2;

/**
 * Sorts out a batch that was refused as a whole: finds the tasks at fault, which are rejected, and sends the others
 * again. Where the vendor points at tasks, those are at fault. Otherwise the batch goes again in parts, by halving: one
 * task at fault among 500 costs at most ten calls.
 *
 * Parts go one after the other, each before what follows it in the batch, so that the events of a profile stay in order.
 *
 * @returns one outcome for each task, in their order.
 */
export async function sortOut(
  tasks: readonly Task[],
  refusal: BatchRefused,
  callAgain: CallAgain,
): Promise<readonly TaskOutcome[]> {
  const batch = new RefusedBatch(tasks);
  batch.refused(tasks.length, refusal);
  for (let size = batch.next(); size > 0; size = batch.next()) {
    const answer = await callAgain(batch.first(size));
    if (isRefusal(answer)) batch.refused(size, answer);
    else batch.answered(answer);
  }
  return batch.outcomes();
}

const isRefusal = (answer: readonly TaskOutcome[] | BatchRefused): answer is BatchRefused =>
  !Array.isArray(answer);

class RefusedBatch {
  readonly #tasks: readonly Task[];
  readonly #outcomes = new Map<Task, TaskOutcome>();
  /** What has no outcome yet, in order. */
  #rest: readonly Task[];
  /** Among how many of the first of the rest there is one at fault. 0: there may be none. */
  #guilty = 0;
  #reason = '';
  /** The most that a call may carry, since a larger one had too many bytes. */
  #most = Number.POSITIVE_INFINITY;
  /** How many were found to be at fault by halving. */
  #found = 0;
  /** How many may be tried at once after that: about as many as lie between two of them. */
  #stride = 1;

  constructor(tasks: readonly Task[]) {
    this.#tasks = tasks;
    this.#rest = tasks;
  }

  first(size: number): readonly Task[] {
    return this.#rest.slice(0, size);
  }

  /** How many of the rest to try next. 0: all is sorted out. */
  next(): number {
    // All that it was refused with is through, so this is the one. When nothing else is left, asking costs no more.
    if (this.#guilty === 1 && this.#rest.length > 1) this.#rejectFirst();
    return Math.min(this.#size(), this.#most, this.#rest.length);
  }

  #size(): number {
    if (this.#guilty > 0) return Math.ceil(this.#guilty / 2);
    return this.#found < several ? this.#rest.length : this.#stride;
  }

  /** The first `size` of the rest were refused. */
  refused(size: number, { message, suspects, tooLarge }: BatchRefused): void {
    this.#reason = message;
    const named = this.first(size).filter((task, index) => {
      const reason = suspects.get(index);
      if (reason !== undefined) this.#outcomes.set(task, { status: 'rejected', reason });
      return reason !== undefined;
    });
    if (named.length > 0) {
      this.#guilty = 0;
      this.#forgetSettled();
    } else if (size === 1) {
      this.#rejectFirst();
    } else if (tooLarge) {
      this.#most = Math.ceil(size / 2);
    } else {
      this.#guilty = size;
    }
  }

  /** The first of the rest were taken, or each has an outcome of its own. */
  answered(outcomes: readonly TaskOutcome[]): void {
    const stuck = new Set<number>();
    let cutShort = false;
    for (const [index, outcome] of outcomes.entries()) {
      const task = this.#rest[index] as Task;
      this.#outcomes.set(task, outcome);
      if (outcome.status === 'retry') stuck.add(task.profile);
      if (outcome.status === 'untried') cutShort = true;
    }
    this.#guilty = Math.max(0, this.#guilty - outcomes.length);
    if (this.#guilty === 0) this.#stride *= 2;
    this.#forgetSettled();
    // What follows one that has to be tried again must not overtake it.
    const kept = this.#rest.filter(({ profile }) => !cutShort && !stuck.has(profile));
    // The one at fault may be among those that wait now, or among those of which it is not known yet whether they are taken.
    if (stuck.size > 0 || kept.length < this.#rest.length) this.#guilty = 0;
    this.#rest = kept;
  }

  outcomes(): readonly TaskOutcome[] {
    return this.#tasks.map((task) => this.#outcomes.get(task) ?? { status: 'untried' });
  }

  #rejectFirst(): void {
    const [first] = this.#rest;
    if (first !== undefined)
      this.#outcomes.set(first, { status: 'rejected', reason: this.#reason });
    this.#guilty = 0;
    // It may have been the only one that was too large.
    this.#most = Number.POSITIVE_INFINITY;
    this.#found += 1;
    this.#forgetSettled();
    this.#stride = Math.ceil((this.#tasks.length - this.#rest.length) / this.#found);
  }

  #forgetSettled(): void {
    this.#rest = this.#rest.filter((task) => !this.#outcomes.has(task));
  }
}
