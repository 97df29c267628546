import {
  BehaviorSubject,
  defer,
  filter,
  firstValueFrom,
  lastValueFrom,
  map,
  merge,
  mergeMap,
  NEVER,
  range,
  repeat,
  take,
  takeUntil,
} from 'rxjs';
import type { Destination, StartContext } from '../destination/destination.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import { after } from '../observe/wait.ts';
import { LeaseLost, type Lease } from '../store/lease.ts';
import type { Store } from '../store/store.ts';
import { announce } from './announce.ts';
import { backoffMs } from './backoff.ts';
import { conclude, type Conclusion, type RetryPolicy } from './conclude.ts';
import { deliverInRounds } from './deliver-in-rounds.ts';
import { Gate, type Pass } from './gate.ts';
import { KeptLease } from './kept-lease.ts';
import { Lanes } from './lanes.ts';
import { mapLease, type MappedEvent } from './map-lease.ts';
import { RetryBudget } from './retry-budget.ts';
import { startUp } from './start-up.ts';
import { Warnings, withWarnings } from './warnings.ts';

export interface DispatchParts {
  readonly store: Store;
  readonly activity: ActivityFeed;
  readonly telemetry: Telemetry;
  readonly policy: RetryPolicy;
}

/** What the pipeline lends to all destinations. */
export type DispatchContext = StartContext;

/**
 * What a worker takes at once: enough orders to fill a vendor's batch of a thousand, little enough to be forgotten
 * while it is young, which spares the garbage collector.
 */
const usualLease = { maxEvents: 200, maxBytes: 4_000_000, leaseMs: 60_000 };
/** How many leases may be under way: while one waits for its answer, others go out. */
const workers = 4;
/** What is delivered must not stay unsettled for long once the disk has room again. */
const longestSettleWaitMs = 5_000;
/** While a destination is being probed, one event will do. */
const probe = { ...usualLease, maxEvents: 1 };

/** Delivers the events of one destination: lease -> map -> batch -> deliver -> settle, over and over. */
export class Dispatcher {
  readonly #destination: Destination;
  readonly #context: DispatchContext;
  readonly #parts: DispatchParts;
  readonly #gate: Gate;
  readonly #lanes: Lanes;
  readonly #budget: RetryBudget;
  readonly #warnings: Warnings;
  /** Counts the times that there may have been something new to do. */
  readonly #work$ = new BehaviorSubject(0);
  readonly #stopped$ = new BehaviorSubject(false);
  /** The turns under way. */
  readonly #turns = new Set<Promise<void>>();
  #running: Promise<unknown> | undefined;
  #unlisten: (() => void) | undefined;
  #startUp: Promise<void> | undefined;

  constructor(destination: Destination, context: DispatchContext, parts: DispatchParts) {
    this.#destination = destination;
    this.#context = context;
    this.#parts = parts;
    this.#gate = new Gate(destination.name, context.clock, parts.policy, parts.activity);
    this.#lanes = new Lanes(destination, context, this.#gate, parts.telemetry);
    this.#budget = new RetryBudget(context.clock);
    this.#warnings = new Warnings(destination.name, context, parts);
  }

  start(): void {
    this.#unlisten = this.#parts.store.listen({
      work: () => this.#work$.next(this.#work$.value + 1),
      released: (events) => announce.released(this.#parts.activity, this.#destination.name, events),
    });
    const turns$ = range(0, workers).pipe(
      mergeMap(() => defer(() => this.#turn()).pipe(repeat(), takeUntil(this.#stop$))),
    );
    this.#running = lastValueFrom(turns$, { defaultValue: undefined });
    this.#startUp = startUp(this.#destination, this.#context, this.#parts.activity);
  }

  /** Takes no more events. Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped$.next(true);
    this.#unlisten?.();
    await this.#running;
    await Promise.all(this.#turns);
    await this.#startUp;
    this.#lanes.close();
  }

  get #stop$() {
    return this.#stopped$.pipe(filter(Boolean));
  }

  /** One worker's turn. Never rejects: whatever goes wrong is written down, and waited out. */
  #turn(): Promise<void> {
    const turn = this.#takeTurn();
    this.#turns.add(turn);
    return turn.finally(() => this.#turns.delete(turn));
  }

  async #takeTurn(): Promise<void> {
    const pass = await this.#gate.pass(this.#stop$);
    if (pass === undefined) return;
    try {
      await this.#deliverSome(pass);
    } catch (error) {
      this.#gate.undecided(pass);
      await this.#recover(error);
    }
  }

  async #deliverSome(pass: Pass): Promise<void> {
    const seen = this.#work$.value;
    const { lease, mayRetry } = await this.#lend();
    if (lease !== undefined) return this.#run(lease, pass);
    this.#gate.undecided(pass);
    await this.#somethingToDo(seen, mayRetry);
  }

  /** A lease with no more events that have failed before than the budget allows, if anything is due. */
  async #lend(): Promise<{ readonly lease: Lease | undefined; readonly mayRetry: boolean }> {
    const maxRetries = this.#budget.take();
    let retries = 0;
    try {
      const request = { ...(this.#gate.isOpen ? usualLease : probe), maxRetries };
      const lease = await this.#parts.store.lease(this.#destination.name, request);
      retries = lease?.events.filter(({ attempts }) => attempts > 0).length ?? 0;
      return { lease, mayRetry: maxRetries > 0 };
    } finally {
      this.#budget.giveBack(maxRetries - retries);
    }
  }

  async #run(lease: Lease, pass: Pass): Promise<void> {
    const { store, activity, telemetry } = this.#parts;
    const kept = new KeptLease(store, lease, this.#context.clock, usualLease.leaseMs);
    try {
      const { mapped, settled, forget } = mapLease(this.#destination, lease, store.crashes);
      const conclusions = [...settled, ...(await this.#deliver(mapped, kept))];
      this.#gate.undecided(pass);
      await this.#settle(kept, conclusions);
      forget();
      this.#budget.succeeded(conclusions.filter(({ status }) => status === 'delivered').length);
      announce.settled(activity, this.#destination.name, lease, conclusions);
      this.#warnings.tell(lease, conclusions);
      telemetry.settled(lease, conclusions, store.now());
    } catch (error) {
      await this.#release(kept);
      throw error;
    } finally {
      kept.stop();
    }
  }

  async #deliver(mapped: readonly MappedEvent[], kept: KeptLease): Promise<Conclusion[]> {
    const { clock } = this.#context;
    const { store, policy } = this.#parts;
    const outcomes = await deliverInRounds(mapped, this.#lanes, kept, clock);
    const times = { now: store.now(), clockNow: clock.now() };
    return mapped.map(({ leased, warnings }) => {
      const known = outcomes.get(leased.ref) ?? [];
      return withWarnings(conclude(leased, known, policy, times), known, warnings);
    });
  }

  /** Whatever went wrong with a lease, its events must not wait for its end. */
  async #release({ lease }: KeptLease): Promise<void> {
    const released = lease.events.map(({ ref }) => ({ ref, status: 'release' as const }));
    // It is settled or lost by now, or the store cannot write: then there is nothing to release.
    await this.#parts.store.settle(lease, released).catch(() => undefined);
  }

  /** The disk may be full for a while: what was delivered is settled as soon as it can be. */
  async #settle(kept: KeptLease, conclusions: readonly Conclusion[]): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.#parts.store.settle(kept.lease, conclusions);
      } catch (error) {
        if (error instanceof LeaseLost || this.#stopped$.value) throw error;
        this.#log(error, 'settling failed; it will be tried again');
        await this.#pause(
          Math.min(longestSettleWaitMs, backoffMs(this.#parts.policy, failures + 1)),
        );
      }
    }
  }

  async #recover(error: unknown): Promise<void> {
    this.#log(error, error instanceof LeaseLost ? 'a lease was lost' : 'the store failed');
    await this.#pause(backoffMs(this.#parts.policy, 1));
  }

  /**
   * Resolves when there is something new since `seen`, when an event becomes due, when events that have failed before may
   * be tried again, or when it is time to stop.
   */
  async #somethingToDo(seen: number, mayRetry: boolean): Promise<void> {
    const { clock } = this.#context;
    const { store } = this.#parts;
    const due = store.nextDue(this.#destination.name);
    const due$ = due === undefined ? NEVER : after(clock, due - store.now());
    const retry$ = mayRetry ? NEVER : after(clock, this.#budget.msUntilNext);
    const new$ = this.#work$.pipe(
      filter((count) => count !== seen),
      take(1),
      map(() => undefined),
    );
    await firstValueFrom(merge(this.#stop$, new$, due$, retry$));
  }

  async #pause(ms: number): Promise<void> {
    await firstValueFrom(merge(this.#stop$, after(this.#context.clock, ms)));
  }

  #log(error: unknown, message: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#context.logger.error({ destination: this.#destination.name, reason }, message);
  }
}
