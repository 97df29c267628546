import type { Destination } from '../destination/destination.ts';
import { MillraceError } from '../event/error.ts';
import type { Source } from '../source/source.ts';
import type { StoreStats } from '../store/stats.ts';
import { parts } from './compose.ts';
import type { Container } from './container.ts';
import { Deadline } from './deadline.ts';
import { Drain } from './drain.ts';
import type { DrainOptions, Report } from './pipeline.ts';

/** Thrown when a pipeline is used after `close`. The event is not stored. */
export class PipelineClosed extends MillraceError {
  constructor() {
    super(
      'PIPELINE_CLOSED',
      'The pipeline is closed: the event was not stored. Create a new pipeline, or close later.',
    );
  }
}

const usualTimeoutMs = 10_000;
/** What a plugin gets to let go, over and above the time that the host gives. Then it is left behind. */
const graceMs = 5_000;

type Count = 'delivered' | 'pending' | 'held' | 'dead';

/** Starts, drains and stops the parts of a pipeline, in the order that loses nothing. */
export class Lifecycle {
  readonly #container: Container;
  readonly #sources: readonly Source[];
  readonly #destinations: readonly Destination[];
  readonly #drain: Drain;
  readonly #deliveredBefore: number;
  #starting: Promise<void> | undefined;
  #closing: Promise<Report> | undefined;
  #unwatch: (() => void) | undefined;

  constructor(
    container: Container,
    sources: readonly Source[],
    destinations: readonly Destination[],
  ) {
    this.#container = container;
    this.#sources = sources;
    this.#destinations = destinations;
    const store = container.get(parts.store);
    this.#drain = new Drain(store, () => this.#nothingToWaitFor());
    this.#deliveredBefore = this.#sum(store.stats(), 'delivered');
  }

  /** Lets telemetry ask what waits, until the pipeline closes. */
  measure(): void {
    const names = this.#destinations.map(({ name }) => name);
    const store = this.#container.get(parts.store);
    this.#unwatch = this.#container
      .get(parts.telemetry)
      .watch(() => ({ now: store.now(), names, pressure: store.pressure, ...store.stats() }));
  }

  assertOpen(): void {
    if (this.#closing !== undefined) throw new PipelineClosed();
  }

  /** What a caller is told of a failure: a call that `close` has overtaken found the store closed. */
  explain(error: unknown): unknown {
    const overtaken =
      this.#closing !== undefined &&
      MillraceError.isInstance(error) &&
      error.code === 'STORE_UNAVAILABLE';
    return overtaken ? new PipelineClosed() : error;
  }

  async start(): Promise<void> {
    this.assertOpen();
    this.#starting ??= this.#start();
    await this.#starting;
  }

  async #start(): Promise<void> {
    for (const dispatcher of this.#container.get(parts.dispatchers)) dispatcher.start();
    for (const source of this.#sources) {
      await source.start?.();
      // Closed meanwhile: the next one would be started after it was stopped.
      this.assertOpen();
    }
  }

  async flush({ timeoutMs = usualTimeoutMs }: DrainOptions = {}): Promise<Report> {
    this.assertOpen();
    const time = new Deadline(this.#container.get(parts.clock), timeoutMs);
    await this.#settleDown(time);
    time.cancel();
    return this.#closing ?? this.#report(this.#container.get(parts.store).stats());
  }

  close({ timeoutMs = usualTimeoutMs }: DrainOptions = {}): Promise<Report> {
    this.#closing ??= this.#close(timeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<Report> {
    const time = new Deadline(this.#container.get(parts.clock), timeoutMs);
    // Sources first, so that nothing new comes in; then deliveries, as long as there is time.
    await this.#stopSources();
    await this.#settleDown(time);
    time.cancel();
    // What is under way now is cut short; it stays pending, and idempotency keys make its repetition harmless.
    this.#container.get(parts.abort).abort();
    this.#drain.end();
    const dispatchers = this.#container.get(parts.dispatchers);
    await this.#letGo(this.#destinations, (_, index) => dispatchers[index]?.stop());
    await this.#letGo(this.#destinations, (destination) => destination.close?.());
    // A delivery that did not heed its signal may still end: what it says is settled no more, so the report stays true.
    this.#unwatch?.();
    const stats = await this.#container.get(parts.store).close();
    await this.#container.get(parts.calls).abandon(new PipelineClosed());
    this.#container.get(parts.activity).complete();
    return this.#report(stats);
  }

  async #stopSources(): Promise<void> {
    if (this.#starting !== undefined) {
      // One that is just starting would go on after it was stopped. Whoever called `start` knows that it failed.
      const patience = new Deadline(this.#container.get(parts.clock), graceMs);
      await patience.wait(this.#starting).catch(() => undefined);
      patience.cancel();
    }
    await this.#letGo(this.#sources, (source) => source.stop?.());
  }

  /**
   * What one plugin fails to let go of, or never does, keeps no other from it, nor the store from being closed, nor the
   * host from ending.
   */
  async #letGo<T extends { readonly name: string }>(
    all: readonly T[],
    letGo: (one: T, index: number) => Promise<void> | undefined,
  ): Promise<void> {
    const logger = this.#container.get(parts.logger);
    const patience = new Deadline(this.#container.get(parts.clock), graceMs);
    const one = async (plugin: T, index: number): Promise<void> => {
      try {
        let done = false;
        const letting = Promise.resolve(letGo(plugin, index)).then(() => (done = true));
        await patience.wait(letting);
        if (!done) throw new Error(`it did not end within ${graceMs} ms, and was left behind`);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        logger.error({ plugin: plugin.name, reason }, 'closing it failed');
      }
    };
    await Promise.all(all.map(one));
    patience.cancel();
  }

  /** Waits until the calls that are under way have ended and nothing is pending, or until the time is up. */
  async #settleDown(time: Deadline): Promise<void> {
    await time.wait(this.#container.get(parts.calls).ended());
    const { aborted } = this.#container.get(parts.abort).signal;
    if (this.#starting !== undefined && !aborted) await this.#drain.wait(time.passed);
  }

  /** Whether nothing is pending but what this process cannot deliver: a hold, a pause or another process keeps it. */
  #nothingToWaitFor(): boolean {
    const store = this.#container.get(parts.store);
    const { destinations } = store.stats();
    return this.#destinations.every(({ name }) => {
      const { pending = 0, paused = false } = destinations[name] ?? {};
      return pending === 0 || paused || store.standsBy(name) || store.isIdle(name);
    });
  }

  /** Over the destinations of this pipeline: the store may know others, of earlier set-ups. */
  #sum({ destinations }: StoreStats, count: Count): number {
    return this.#destinations.reduce(
      (sum, { name }) => sum + (destinations[name]?.[count] ?? 0),
      0,
    );
  }

  #report(stats: StoreStats): Report {
    return {
      delivered: this.#sum(stats, 'delivered') - this.#deliveredBefore,
      pending: this.#sum(stats, 'pending'),
      held: this.#sum(stats, 'held'),
      dead: this.#sum(stats, 'dead') + stats.failed,
    };
  }
}
