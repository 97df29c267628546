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
import type { Destination, DestinationContext } from '../destination/destination.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import { after } from '../observe/wait.ts';
import { LeaseLost, type Lease } from '../store/lease.ts';
import type { Store } from '../store/store.ts';
import { announce } from './announce.ts';
import { backoffMs } from './backoff.ts';
import { conclude, type Conclusion, type RetryPolicy } from './conclude.ts';
import { deliverInRounds } from './deliver-in-rounds.ts';
import { Gate, type Pass } from './gate.ts';
import { Lanes } from './lanes.ts';
import { mapLease } from './map-lease.ts';

export interface DispatchParts {
  readonly store: Store;
  readonly activity: ActivityFeed;
  readonly policy: RetryPolicy;
}

/**
 * What a worker takes at once: enough orders to fill a vendor's batch of a thousand, little enough to be forgotten
 * while it is young, which spares the garbage collector.
 */
const usualLease = { maxEvents: 200, maxBytes: 4_000_000, leaseMs: 600_000 };
/** How many leases may be under way: while one waits for its answer, others go out. */
const workers = 4;
/** While a destination is being probed, one event will do. */
const probe = { ...usualLease, maxEvents: 1 };

/** Delivers the events of one destination: lease -> map -> batch -> deliver -> settle, over and over. */
export class Dispatcher {
  readonly #destination: Destination;
  readonly #context: DestinationContext;
  readonly #parts: DispatchParts;
  readonly #gate: Gate;
  readonly #lanes: Lanes;
  /** Counts the times that there may have been something new to do. */
  readonly #work$ = new BehaviorSubject(0);
  readonly #stopped$ = new BehaviorSubject(false);
  /** The turns under way. */
  readonly #turns = new Set<Promise<void>>();
  #running: Promise<unknown> | undefined;
  #unlisten: (() => void) | undefined;

  constructor(destination: Destination, context: DestinationContext, parts: DispatchParts) {
    this.#destination = destination;
    this.#context = context;
    this.#parts = parts;
    this.#gate = new Gate(destination.name, context.clock, parts.policy, parts.activity);
    this.#lanes = new Lanes(destination, context, this.#gate);
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
  }

  /** Takes no more events. Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.#stopped$.next(true);
    this.#unlisten?.();
    await this.#running;
    await Promise.all(this.#turns);
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
    const lease = await this.#parts.store.lease(
      this.#destination.name,
      this.#gate.isOpen ? usualLease : probe,
    );
    if (lease !== undefined) return this.#run(lease, pass);
    this.#gate.undecided(pass);
    await this.#somethingToDo(seen);
  }

  async #run(lease: Lease, pass: Pass): Promise<void> {
    const { clock } = this.#context;
    const { mapped, settled } = mapLease(this.#destination, lease);
    // A slow lane may need longer than a lease lasts: half of it is left for the last calls and for settling.
    const outcomes = await deliverInRounds(
      mapped,
      this.#destination.lanes,
      this.#lanes,
      lease.expiresAt - usualLease.leaseMs / 2,
    );
    const concluded = mapped.map(({ leased }) =>
      conclude(leased, outcomes.get(leased.ref) ?? [], this.#parts.policy, clock.now()),
    );
    this.#gate.undecided(pass);
    const conclusions = [...settled, ...concluded];
    await this.#settle(lease, conclusions);
    announce.settled(this.#parts.activity, this.#destination.name, lease, conclusions);
  }

  /** The disk may be full for a while: what was delivered is settled as soon as it can be. */
  async #settle(lease: Lease, conclusions: readonly Conclusion[]): Promise<void> {
    for (let failures = 0; ; failures += 1) {
      try {
        return await this.#parts.store.settle(lease, conclusions);
      } catch (error) {
        if (error instanceof LeaseLost || this.#stopped$.value) throw error;
        this.#log(error, 'settling failed; it will be tried again');
        await this.#pause(backoffMs(this.#parts.policy, failures + 1));
      }
    }
  }

  async #recover(error: unknown): Promise<void> {
    this.#log(error, error instanceof LeaseLost ? 'a lease was lost' : 'the store failed');
    await this.#pause(backoffMs(this.#parts.policy, 1));
  }

  /** Resolves when there is something new since `seen`, when an event becomes due, or when it is time to stop. */
  async #somethingToDo(seen: number): Promise<void> {
    const { clock } = this.#context;
    const due = this.#parts.store.nextDue(this.#destination.name);
    const due$ = due === undefined ? NEVER : after(clock, due - clock.now());
    const new$ = this.#work$.pipe(
      filter((count) => count !== seen),
      take(1),
      map(() => undefined),
    );
    await firstValueFrom(merge(this.#stop$, new$, due$));
  }

  async #pause(ms: number): Promise<void> {
    await firstValueFrom(merge(this.#stop$, after(this.#context.clock, ms)));
  }

  #log(error: unknown, message: string): void {
    const reason = error instanceof Error ? error.message : String(error);
    this.#context.logger.error({ destination: this.#destination.name, reason }, message);
  }
}
