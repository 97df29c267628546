import { defer, mergeMap, Subject, type Subscription } from 'rxjs';
import type { Destination, DestinationContext } from '../destination/destination.ts';
import { DestinationUnavailable, type Outcome } from '../destination/outcome.ts';
import type { TaskOutcome } from './conclude.ts';
import type { Gate } from './gate.ts';
import { Pace } from './pace.ts';
import type { TaskBatch } from './rounds.ts';

const usualConcurrency = 4;

interface Call {
  readonly batch: TaskBatch;
  /** Milliseconds since 1970: it goes out before that, or not at all. */
  readonly until: number;
  readonly answer: (outcomes: readonly TaskOutcome[]) => void;
}

/** How many calls a lane may have under way. */
function concurrencyOf(destination: Destination, lane: string): number {
  return destination.lanes[lane]?.concurrency ?? usualConcurrency;
}

/** The calls to one destination: those of a lane share its concurrency, whichever lease they come from. */
export class Lanes {
  readonly #destination: Destination;
  readonly #context: DestinationContext;
  readonly #gate: Gate;
  readonly #calls = new Map<string, Subject<Call>>();
  readonly #paces = new Map<string, Pace>();
  readonly #subscriptions: Subscription[] = [];

  constructor(destination: Destination, context: DestinationContext, gate: Gate) {
    this.#destination = destination;
    this.#context = context;
    this.#gate = gate;
    for (const lane of Object.keys(destination.lanes)) {
      const calls$ = new Subject<Call>();
      const answered$ = calls$.pipe(
        mergeMap((call) => defer(() => this.#answer(call)), concurrencyOf(destination, lane)),
      );
      this.#subscriptions.push(answered$.subscribe());
      this.#calls.set(lane, calls$);
      this.#paces.set(lane, new Pace(destination.lanes[lane]?.limits ?? [], context.clock));
    }
  }

  /**
   * One outcome for each task of the batch, in order. Never rejects. What has not had its turn `until` then stays
   * untried: its lease would expire.
   */
  deliver(batch: TaskBatch, until: number): Promise<readonly TaskOutcome[]> {
    return new Promise((answer) => this.#calls.get(batch.lane)?.next({ batch, until, answer }));
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.unsubscribe();
  }

  async #answer({ batch, until, answer }: Call): Promise<void> {
    answer(await this.#call(batch, until));
  }

  #mayCall(until: number): boolean {
    const { clock, signal } = this.#context;
    return !signal.aborted && this.#gate.admits && clock.now() < until;
  }

  /** The one place where what a destination throws becomes an outcome. */
  async #call({ lane, tasks }: TaskBatch, until: number): Promise<readonly TaskOutcome[]> {
    const all = (outcome: TaskOutcome): TaskOutcome[] => tasks.map(() => outcome);
    // Asked before it takes its turn, too: those that stay untried must not keep others waiting.
    if (!this.#mayCall(until)) return all({ status: 'untried' });
    await this.#paces.get(lane)?.next(this.#context.signal);
    if (!this.#mayCall(until)) return all({ status: 'untried' });
    try {
      const operations = tasks.map(({ operation }) => operation);
      const outcomes: readonly Outcome[] = await this.#destination.deliver(
        { lane, operations },
        this.#context,
      );
      if (outcomes.length !== tasks.length) {
        throw new TypeError(
          `deliver gave ${outcomes.length} outcomes for ${tasks.length} operations`,
        );
      }
      this.#gate.succeeded();
      return outcomes;
    } catch (error) {
      if (isUnavailable(error)) {
        this.#gate.failed(error.message, error.retryAt);
        return tasks.map((_, index) => error.outcomes[index] ?? { status: 'untried' });
      }
      if (this.#context.signal.aborted) return all({ status: 'untried' });
      this.#gate.succeeded();
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return all({
        status: 'retry',
        reason: `deliver of ${this.#destination.name} failed: ${why}`,
      });
    }
  }
}

/** By its code, as a destination may have been built with another copy of this package. */
function isUnavailable(error: unknown): error is DestinationUnavailable {
  return DestinationUnavailable.isInstance(error) && error.code === 'DESTINATION_UNAVAILABLE';
}
