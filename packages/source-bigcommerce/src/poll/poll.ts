import type { Clock, Logger } from '@millrace/core';
import { backoff, patient } from '../api/backoff.ts';
import type { Settings } from '../settings.ts';
import type { SweepReport } from './report.ts';

export interface PollOptions {
  /** Without it, nobody sweeps but who asks for it. */
  readonly poll: Settings['poll'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Never fails for the store's sake: what failed is in the report. */
  readonly sweep: (signal: AbortSignal) => Promise<SweepReport>;
}

/**
 * Sweeps at once, so that what happened while nobody listened is found, and then again and again. One sweep at a time:
 * whoever asks for another one gets the one that is under way.
 */
export class Poll {
  readonly #options: PollOptions;
  readonly #stop = new AbortController();
  #sweeping: Promise<SweepReport> | undefined;
  #timer: { cancel(): void } | undefined;
  #failures = 0;

  constructor(options: PollOptions) {
    this.#options = options;
  }

  /** The first sweep goes on after this returns. */
  start(): void {
    const { poll } = this.#options;
    if (poll !== false) void this.#turn(poll.everyMs);
  }

  /** Resolves when the sweep under way, if any, has given up. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#timer?.cancel();
    await this.#sweeping?.catch(() => undefined);
  }

  /** Sweeps now. @throws the signal's reason, when the source is stopped meanwhile. */
  sweep(): Promise<SweepReport> {
    this.#sweeping ??= this.#options.sweep(this.#stop.signal).finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  async #turn(everyMs: number): Promise<void> {
    const { clock, logger, random } = this.#options;
    let reasons: readonly string[];
    try {
      const report = await this.sweep();
      reasons = Object.entries(report).flatMap(([kind, { failed }]) =>
        failed === undefined ? [] : `${kind}: ${failed}`,
      );
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      reasons = [error instanceof Error ? error.message : String(error)];
    }
    if (this.#stop.signal.aborted) return;
    const jittered = everyMs * (0.9 + 0.2 * random());
    let wait = jittered;
    if (reasons.length === 0) {
      this.#failures = 0;
    } else {
      this.#failures += 1;
      // Said once: the next one that succeeds makes it news again.
      if (this.#failures === 1) logger.warn({ reasons }, 'A sweep over the store ended early.');
      wait = Math.min(jittered, backoff(this.#failures, patient, random));
    }
    this.#timer = clock.after(wait, () => void this.#turn(everyMs), { background: true });
  }
}
