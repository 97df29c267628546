import type { Clock } from '../../observe/clock.ts';
import type { StoreEnvironment } from '../../store/store.ts';

/** A process that has a store open: it can be stopped, and go on, and be killed. */
export interface TestProcess {
  readonly environment: Required<Pick<StoreEnvironment, 'clock' | 'opener'>>;
  /** No timer runs any more, as after SIGSTOP. */
  stop(): void;
  /** Timers run again; those that fell due meanwhile run at once, as after SIGCONT. */
  goOn(): void;
  /** The others see that it is not there, as after SIGKILL or from another container. It goes on, unless it is stopped. */
  vanish(): void;
}

/** The processes of one host. */
export class TestHost {
  readonly #clock: Clock;
  readonly #there = new Set<number>();
  #last = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  spawn(): TestProcess {
    const there = this.#there;
    this.#last += 1;
    const pid = this.#last;
    there.add(pid);
    let isStopped = false;
    const late = new Set<() => void>();
    const clock: Clock = {
      now: () => this.#clock.now(),
      after: (ms, fn, options) => {
        const run = (): void => {
          if (isStopped) late.add(fn);
          else fn();
        };
        const timer = this.#clock.after(ms, run, options);
        return {
          cancel() {
            timer.cancel();
            late.delete(fn);
          },
        };
      },
    };
    return {
      environment: { clock, opener: { host: 'a-host', pid, isAlive: (one) => there.has(one) } },
      stop() {
        isStopped = true;
      },
      goOn() {
        isStopped = false;
        for (const fn of late) {
          late.delete(fn);
          fn();
        }
      },
      vanish: () => void there.delete(pid),
    };
  }
}
