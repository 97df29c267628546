import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { State, Task } from './child.ts';

/** The pipeline in a process of its own, which can be killed and started again. */
export class Worker {
  readonly #task: Task;
  #child: ChildProcess | undefined;

  constructor(task: Task) {
    this.#task = task;
  }

  async start(): Promise<void> {
    const child = fork(new URL('./child.js', import.meta.url));
    this.#child = child;
    child.send(this.#task);
    await this.#answer(child);
  }

  /** kill -9: no handler runs, nothing is flushed. */
  async kill(): Promise<void> {
    const child = this.#running();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async state(): Promise<State> {
    const child = this.#running();
    child.send('state?');
    return this.#answer(child);
  }

  async stop(): Promise<void> {
    const child = this.#running();
    const exited = once(child, 'exit');
    child.send('stop');
    await exited;
  }

  async #answer(child: ChildProcess): Promise<State> {
    const done = new AbortController();
    const { signal } = done;
    try {
      const exited = once(child, 'exit', { signal }).then(() => {
        throw new Error('the pipeline process has ended');
      });
      const [state] = await Promise.race([once(child, 'message', { signal }), exited]);
      return state as State;
    } finally {
      done.abort();
    }
  }

  #running(): ChildProcess {
    if (this.#child === undefined) throw new Error('the pipeline process was not started');
    return this.#child;
  }
}
