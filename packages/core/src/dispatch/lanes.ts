import type { Destination, DestinationContext } from '../destination/destination.ts';
import type { Lane } from '../destination/operation.ts';
import type { BatchRefused } from '../destination/outcome.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import { bytesOf } from './bytes-of.ts';
import { allUntried, call, type Answer } from './call.ts';
import type { TaskOutcome } from './conclude.ts';
import { Concurrency } from './concurrency.ts';
import type { Gate } from './gate.ts';
import { usePace, type PaceUse } from './paces.ts';
import type { Task, TaskBatch } from './rounds.ts';
import { sortOut } from './sort-out.ts';

const usualConcurrency = 4;

/** For how long a lease may be worked on. */
export interface Turn {
  /** Whether its events are still ours to deliver. */
  readonly isOurs: boolean;
}

/** How the calls of a lane go out. */
interface Traffic {
  readonly concurrency: Concurrency;
  readonly paced: PaceUse;
  /** The pace of calls that carry one operation, where they have one of their own. */
  readonly single: PaceUse | undefined;
}

/** The calls to one destination: those of a lane share its concurrency and its pace, whichever lease they come from. */
export class Lanes {
  readonly #destination: Destination;
  readonly #context: DestinationContext;
  /** For calls that carry one operation: what these are told of limits may be about theirs alone. */
  readonly #singleContext: DestinationContext;
  readonly #gate: Gate;
  readonly #telemetry: Telemetry;
  readonly #traffic = new Map<string, Traffic>();
  readonly #limits: Record<string, Lane>;

  constructor(
    destination: Destination,
    context: Omit<DestinationContext, 'quota'>,
    gate: Gate,
    telemetry: Telemetry,
  ) {
    this.#destination = destination;
    this.#gate = gate;
    this.#telemetry = telemetry;
    this.#limits = { ...destination.lanes };
    for (const [lane, limits] of Object.entries(destination.lanes)) {
      const { concurrency = usualConcurrency, singleLimits } = limits;
      const { clock } = context;
      this.#traffic.set(lane, {
        concurrency: new Concurrency(concurrency, clock),
        paced: usePace(destination, lane, clock),
        single: singleLimits && usePace(destination, lane, clock, 'singleLimits'),
      });
    }
    this.#context = {
      ...context,
      quota: (lane, ...windows) => this.#traffic.get(lane)?.paced.pace.correct(windows),
    };
    this.#singleContext = {
      ...context,
      quota: (lane, ...windows) => {
        const traffic = this.#traffic.get(lane);
        (traffic?.single ?? traffic?.paced)?.pace.correct(windows);
      },
    };
  }

  /** The limits of the lanes as they are known by now: what was too large for the destination made them smaller. */
  get limits(): Readonly<Record<string, Lane>> {
    return this.#limits;
  }

  /**
   * One outcome for each task of the batch, in order. Never rejects. What does not get its turn stays untried.
   *
   * @param until the batch goes out before that, or not at all; what is then needed to sort it out may take longer, or it
   * would begin anew with each lease. Milliseconds since 1970.
   */
  async deliver(batch: TaskBatch, turn: Turn, until: number): Promise<readonly TaskOutcome[]> {
    const answer = await this.#callOnce(batch, turn, until);
    if (isOutcomes(answer)) return answer;
    return sortOut(batch.tasks, answer, (tasks) =>
      this.#callOnce({ lane: batch.lane, tasks }, turn, Number.POSITIVE_INFINITY),
    );
  }

  /** Called once, when no call is under way any more. */
  close(): void {
    for (const { paced, single } of this.#traffic.values()) {
      paced.release();
      single?.release();
    }
  }

  /** One call, when the gate, the concurrency and the pace of its lane let it out. */
  async #callOnce(
    batch: TaskBatch,
    turn: Turn,
    until: number,
  ): Promise<readonly TaskOutcome[] | BatchRefused> {
    const { clock, signal } = this.#context;
    const traffic = this.#traffic.get(batch.lane);
    if (traffic === undefined) return allUntried(batch.tasks);
    const isSingle = batch.tasks.length === 1;
    const { concurrency } = traffic;
    const { pace } = (isSingle ? traffic.single : undefined) ?? traffic.paced;
    const context = isSingle ? this.#singleContext : this.#context;
    await concurrency.enter();
    try {
      // Asked before it takes its turn, too: those that stay untried must not keep others waiting.
      if (!this.#mayCall(turn) || clock.now() >= until) return allUntried(batch.tasks);
      if (!(await pace.next(signal))) return allUntried(batch.tasks);
      try {
        if (!this.#mayCall(turn)) return allUntried(batch.tasks);
        const startedAt = clock.now();
        const answer = await call(this.#destination, batch, context, this.#telemetry);
        concurrency.answered(clock.now() - startedAt, answer.status !== 'unavailable');
        return this.#heed(batch, answer);
      } finally {
        pace.answered();
      }
    } finally {
      concurrency.leave();
    }
  }

  #mayCall(turn: Turn): boolean {
    return this.#gate.admits && turn.isOurs;
  }

  /** What an answer says of the destination, beside what it says of the tasks. */
  #heed({ lane, tasks }: TaskBatch, answer: Answer): readonly TaskOutcome[] | BatchRefused {
    switch (answer.status) {
      case 'unavailable':
        this.#gate.failed(answer.error.message, answer.error.retryAt);
        return answer.outcomes;
      case 'cut short':
        return allUntried(tasks);
      case 'refused':
        this.#gate.succeeded();
        if (answer.refusal.tooLarge && tasks.length > 1) this.#lower(lane, tasks);
        return answer.refusal;
      case 'answered':
        this.#gate.succeeded();
        return answer.outcomes;
    }
  }

  /** From now on, calls of the lane have half the bytes of this one, which was too large. */
  #lower(lane: string, tasks: readonly Task[]): void {
    const known = this.#limits[lane];
    if (known === undefined) return;
    const bytes = tasks.reduce((sum, task) => sum + bytesOf(task), 0);
    const maxBytes = Math.min(known.maxBytes ?? Number.POSITIVE_INFINITY, Math.ceil(bytes / 2));
    this.#limits[lane] = { ...known, maxBytes };
  }
}

const isOutcomes = (
  answer: readonly TaskOutcome[] | BatchRefused,
): answer is readonly TaskOutcome[] => Array.isArray(answer);
