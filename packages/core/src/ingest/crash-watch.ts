import type { Clock } from '../observe/clock.ts';
import { mostDeaths, type CrashCounter } from '../store/crashes.ts';

/** A suspect that takes longer than this lets the next one go beside it. Milliseconds. */
const patienceMs = 10_000;

/** Events whose transforms began in the same turn of the event loop, and are watched as one. */
interface Group {
  readonly ids: string[];
  /** Resolves when their user code may run. */
  readonly entered: Promise<void>;
  running: number;
  leave: () => void;
}

/**
 * Runs transforms under the eyes of the crash counter. Those of one turn of the event loop share a note, so innocent
 * events are blamed with a guilty one; whoever was blamed before runs apart from the other suspects, so that the next
 * death blames only the guilty.
 */
export class CrashWatch {
  readonly #crashes: CrashCounter;
  readonly #clock: Clock;
  #gathering: Group | undefined;
  /** When the suspect before is through. */
  #turn: Promise<void> = Promise.resolve();

  constructor(crashes: CrashCounter, clock: Clock) {
    this.#crashes = crashes;
    this.#clock = clock;
  }

  /**
   * Why the transforms of an event are not to be run again, or undefined.
   *
   * @param messageId of the draft: only one that is derived from the fact is recognised when it comes again.
   */
  verdict(messageId: string): string | undefined {
    const deaths = this.#crashes.deaths(idOf(messageId));
    if (deaths < mostDeaths) return undefined;
    return `the process ended ${deaths} times while its transforms ran (out of memory, process.exit, a crash of native code, or a loop that a watchdog ended), so they are not run again: correct the transform, then replay it`;
  }

  run<T>(messageId: string, transform: () => Promise<T>): Promise<T> {
    const id = idOf(messageId);
    return this.#crashes.deaths(id) > 0
      ? this.#alone(id, transform)
      : this.#together(id, transform);
  }

  /** Somebody wants to try it again: its deaths are counted anew. */
  pardon(messageId: string): void {
    this.#crashes.forget(idOf(messageId));
  }

  async #together<T>(id: string, transform: () => Promise<T>): Promise<T> {
    const group = (this.#gathering ??= this.#gather());
    group.ids.push(id);
    group.running += 1;
    await group.entered;
    try {
      return await transform();
    } finally {
      group.running -= 1;
      if (group.running === 0) group.leave();
    }
  }

  #gather(): Group {
    const entered = Promise.resolve().then(() => {
      this.#gathering = undefined;
      group.leave = this.#crashes.enter(group.ids);
    });
    const group: Group = { ids: [], entered, running: 0, leave: () => undefined };
    return group;
  }

  async #alone<T>(id: string, transform: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    let through: () => void = () => undefined;
    this.#turn = new Promise((resolve) => {
      through = resolve;
    });
    await before;
    const leave = this.#crashes.enter([id]);
    const patience = this.#clock.after(patienceMs, through);
    try {
      return await transform();
    } finally {
      leave();
      patience.cancel();
      through();
    }
  }
}

const idOf = (messageId: string): string => `transform/${messageId}`;
