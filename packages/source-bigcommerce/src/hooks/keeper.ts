import type { Clock, Logger } from '@millrace/core';
import { reasonOf } from '../work/failure.ts';
import type { HooksDoctor } from './doctor.ts';

const everyMs = 3_600_000;

/**
 * Puts the webhooks in order while the source runs: an outage of two days makes BigCommerce switch them off, and nothing
 * would switch them on again.
 */
export class HooksKeeper {
  readonly #doctor: Pick<HooksDoctor, 'repair'>;
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #stop = new AbortController();
  #timer: { cancel(): void } | undefined;
  #looking: Promise<void> | undefined;

  constructor(doctor: Pick<HooksDoctor, 'repair'>, clock: Clock, logger: Logger) {
    this.#doctor = doctor;
    this.#clock = clock;
    this.#logger = logger;
  }

  start(): void {
    this.#looking = this.#look().finally(() => {
      if (this.#stop.signal.aborted) return;
      this.#timer = this.#clock.after(everyMs, () => this.start(), { background: true });
    });
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#timer?.cancel();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { signal } = this.#stop;
    try {
      for (const remedy of await this.#doctor.repair({ signal })) {
        this.#logger.warn(remedy, 'A BigCommerce webhook was put in order.');
      }
    } catch (error) {
      if (signal.aborted) return;
      const reason = reasonOf(error);
      this.#logger.warn({ reason }, 'The BigCommerce webhooks could not be looked at.');
    }
  }
}
