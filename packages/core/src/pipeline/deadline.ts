import type { Clock } from '../observe/clock.ts';

/** An amount of time that several waits share. */
export class Deadline {
  /** Resolves when the time is up. */
  readonly passed: Promise<void>;
  readonly #timer: { cancel(): void };

  /** @param ms from now, in milliseconds. */
  constructor(clock: Clock, ms: number) {
    let pass: () => void = () => undefined;
    this.passed = new Promise((resolve) => {
      pass = resolve;
    });
    this.#timer = clock.after(ms, pass);
  }

  /** Waits for `work`, but no longer. What `work` throws in time is thrown. */
  async wait(work: Promise<unknown>): Promise<void> {
    await Promise.race([work, this.passed]);
  }

  cancel(): void {
    this.#timer.cancel();
  }
}
