import type { Destination } from '../destination/destination.ts';
import { MillraceError } from '../event/error.ts';
import type { Source } from '../source/source.ts';
import type { StoreStats } from '../store/stats.ts';
import { parts } from './compose.ts';
import type { Container } from './container.ts';
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

/** Starts, drains and stops the parts of a pipeline, in the order that loses nothing. */
export class Lifecycle {
  readonly #container: Container;
  readonly #sources: readonly Source[];
  readonly #destinations: readonly Destination[];
  readonly #deliveredBefore: number;
  #starting: Promise<void> | undefined;
  #flushing: Promise<void> | undefined;
  #closing: Promise<Report> | undefined;

  constructor(
    container: Container,
    sources: readonly Source[],
    destinations: readonly Destination[],
  ) {
    this.#container = container;
    this.#sources = sources;
    this.#destinations = destinations;
    this.#deliveredBefore = this.#sum('delivered');
  }

  assertOpen(): void {
    if (this.#closing !== undefined) throw new PipelineClosed();
  }

  start(): Promise<void> {
    this.assertOpen();
    this.#starting ??= (async () => {
      for (const dispatcher of this.#container.get(parts.dispatchers)) dispatcher.start();
      for (const source of this.#sources) await source.start?.();
    })();
    return this.#starting;
  }

  async flush(options: DrainOptions = {}): Promise<Report> {
    this.assertOpen();
    this.#flushing ??= this.#drain(options.timeoutMs ?? usualTimeoutMs).finally(() => {
      this.#flushing = undefined;
    });
    await this.#flushing;
    return this.#report();
  }

  close(options: DrainOptions = {}): Promise<Report> {
    this.#closing ??= this.#close(options.timeoutMs ?? usualTimeoutMs);
    return this.#closing;
  }

  async #close(timeoutMs: number): Promise<Report> {
    // Sources first, so that nothing new comes in; then deliveries, as long as there is time.
    for (const source of this.#sources) await source.stop?.();
    await this.#drain(timeoutMs);
    // What is under way now is cut short; it stays pending, and idempotency keys make its repetition harmless.
    this.#container.get(parts.abort).abort();
    await Promise.all(
      this.#container.get(parts.dispatchers).map((dispatcher) => dispatcher.stop()),
    );
    for (const destination of this.#destinations) await destination.close?.();
    const report = this.#report();
    await this.#container.get(parts.store).close();
    this.#container.get(parts.activity).complete();
    return report;
  }

  /** Resolves when nothing is pending, or when the time is up. */
  async #drain(timeoutMs: number): Promise<void> {
    if (this.#starting === undefined) return;
    await this.#starting;
    const clock = this.#container.get(parts.clock);
    const store = this.#container.get(parts.store);
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        timer.cancel();
        unlisten();
        resolve();
      };
      const check = (): void => {
        if (this.#sum('pending') === 0) finish();
      };
      const timer = clock.after(timeoutMs, finish);
      const unlisten = store.listen({ work: check, released: () => undefined });
      check();
    });
  }

  /** Over the destinations of this pipeline: the store may know others, of earlier set-ups. */
  #sum(count: keyof StoreStats['destinations'][string]): number {
    const { destinations } = this.#container.get(parts.store).stats();
    return this.#destinations.reduce(
      (sum, { name }) => sum + (destinations[name]?.[count] ?? 0),
      0,
    );
  }

  #report(): Report {
    const { failed } = this.#container.get(parts.store).stats();
    return {
      delivered: this.#sum('delivered') - this.#deliveredBefore,
      pending: this.#sum('pending'),
      held: this.#sum('held'),
      dead: this.#sum('dead') + failed,
    };
  }
}
