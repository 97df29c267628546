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
const graceMs = 5_000;

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

  async start(): Promise<void> {
    this.assertOpen();
    this.#starting ??= (async () => {
      for (const dispatcher of this.#container.get(parts.dispatchers)) dispatcher.start();
      for (const source of this.#sources) await source.start?.();
    })();
    await this.#starting;
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
    for (const source of this.#sources) await this.#attempt(source.name, () => source.stop?.());
    await this.#drain(timeoutMs);
    // What is under way now is cut short; it stays pending, and idempotency keys make its repetition harmless.
    this.#container.get(parts.abort).abort();
    await this.#stopDispatchers();
    await this.#flushing;
    for (const destination of this.#destinations) {
      await this.#attempt(destination.name, () => destination.close?.());
    }
    const report = this.#report();
    await this.#container.get(parts.store).close();
    this.#container.get(parts.activity).complete();
    return report;
  }

  /** A `deliver` that does not heed its signal must not keep the host from ending: its events stay pending. */
  async #stopDispatchers(): Promise<void> {
    const dispatchers = this.#container.get(parts.dispatchers);
    await new Promise<void>((resolve) => {
      const patience = this.#container.get(parts.clock).after(graceMs, resolve);
      void Promise.all(dispatchers.map((dispatcher) => dispatcher.stop())).then(() => {
        patience.cancel();
        resolve();
      });
    });
  }

  /** What one plugin fails to let go of keeps no other from it, nor the store from being closed. */
  async #attempt(plugin: string, letGo: () => Promise<void> | undefined): Promise<void> {
    try {
      await letGo();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#container.get(parts.logger).error({ plugin, reason }, 'closing it failed');
    }
  }

  /** Resolves when nothing is pending, when the time is up, or when deliveries are cut short. */
  async #drain(timeoutMs: number): Promise<void> {
    if (this.#starting === undefined) return;
    // Whoever called `start` knows that it failed; what was started before that is at work.
    await this.#starting.catch(() => undefined);
    const { signal } = this.#container.get(parts.abort);
    const clock = this.#container.get(parts.clock);
    const store = this.#container.get(parts.store);
    await new Promise<void>((resolve) => {
      const finish = (): void => {
        timer.cancel();
        unlisten();
        signal.removeEventListener('abort', finish);
        resolve();
      };
      const check = (): void => {
        if (this.#sum('pending') === 0) finish();
      };
      const timer = clock.after(timeoutMs, finish);
      const unlisten = store.listen({ work: check, released: () => undefined });
      signal.addEventListener('abort', finish);
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
