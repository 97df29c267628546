import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Message, RequestName, Requests } from './messages.ts';

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The process was killed while it was asked. */
export class ProcessGone extends Error {}

/** The backend's process, as the simulation sees it. */
export class ShopProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<unknown>;
  #requests = 0;

  constructor() {
    this.#child = fork(new URL('./child.js', import.meta.url));
    this.#exited = once(this.#child, 'exit').then(() => {
      for (const asked of this.#waiting.values()) asked.reject(new ProcessGone('it has ended'));
      this.#waiting.clear();
    });
    this.#child.on('message', (message: Message) => {
      const waiting = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if ('failure' in message) waiting?.reject(new Error(message.failure));
      else waiting?.resolve(message.answer);
    });
    // What is sent to one that has just been killed goes nowhere.
    this.#child.on('error', () => undefined);
  }

  /** @throws {ProcessGone} when it ends before it answers. */
  ask<N extends RequestName>(
    name: N,
    ...[ask]: undefined extends Requests[N]['ask'] ? [] : [ask: Requests[N]['ask']]
  ): Promise<Requests[N]['answer']> {
    const id = (this.#requests += 1);
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, name, ask }, () => undefined);
    }) as Promise<Requests[N]['answer']>;
  }

  /** SIGKILL: no handler runs, nothing is flushed. Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
