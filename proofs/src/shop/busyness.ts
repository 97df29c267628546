import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { OpenStore } from '@millrace/core';

/** So many turns of the event loop without anything under way, and nothing will come of itself. */
const calmTurns = 6;
/** Real milliseconds. */
const longestWaitMs = 3_000;

/** Knows whether this process does anything but wait for the time to pass: then the time may. */
export class Busyness {
  #underWay = 0;
  /** How many requests went out, by where to. */
  readonly sent = new Map<string, number>();
  #wake: (() => void) | undefined;

  begin(): void {
    this.#underWay += 1;
  }

  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#wake?.();
  }

  async during<T>(work: Promise<T>): Promise<T> {
    this.begin();
    try {
      return await work;
    } finally {
      this.end();
    }
  }

  /**
   * Resolves when all that was under way is done, and what came of it too. What gets no answer is not waited for: its own
   * time-out ends it, and for that the time must pass.
   */
  async calm(): Promise<void> {
    const until = performance.now() + longestWaitMs;
    for (let turns = 0; turns < calmTurns; turns += 1) {
      if (this.#underWay > 0) {
        await this.#idle(until - performance.now());
        if (performance.now() >= until) return;
        turns = 0;
      }
      await setImmediate();
    }
  }

  #idle(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#wake = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#wake = done;
    });
  }

  /** Watches every HTTP request that goes out, whoever sends it. */
  watchFetch(): void {
    const open = new Set<object>();
    const requestOf = (message: unknown) =>
      (message as { request: { readonly origin: string } }).request;
    const done = (message: unknown): void => {
      if (open.delete(requestOf(message))) this.end();
    };
    subscribe('undici:request:create', (message) => {
      const request = requestOf(message);
      open.add(request);
      this.sent.set(request.origin, (this.sent.get(request.origin) ?? 0) + 1);
      this.begin();
    });
    subscribe('undici:request:trailers', done);
    subscribe('undici:request:error', done);
  }

  /** Watches every HTTP request that comes in. */
  watchServer(server: Server): void {
    server.on('request', (_, response) => {
      this.begin();
      response.once('close', () => this.end());
    });
  }

  /** The same store, whose reading and writing is seen. */
  watched(open: OpenStore): OpenStore {
    return async (environment) => {
      const store = await open(environment);
      return new Proxy(store, {
        get: (target, member) => {
          const value = Reflect.get(target, member, target) as unknown;
          if (typeof value !== 'function') return value;
          return (...given: unknown[]): unknown => {
            // A method must see the store itself, not what stands before it.
            const answer = Reflect.apply(value, target, given) as unknown;
            return answer instanceof Promise ? this.during(answer) : answer;
          };
        },
      });
    };
  }
}
