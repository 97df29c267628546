import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Message, Request, RequestName, Requests } from './messages.ts';

/** What a worker answers when something went wrong: an error of the pipeline, or its own death. */
export class WorkerFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: WorkerFailure): void;
}

export interface WorkerOptions {
  /** The most files that it may have open. */
  readonly files?: number;
  /** Whose rights it has. Only root can say. */
  readonly uid?: number;
}

/** A process with a pipeline in it, seen from the one that judges it. */
export class Worker {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  readonly #exited: Promise<unknown>;
  /** What it said of itself, oldest first. Acknowledgements are kept apart. */
  readonly said: Message[] = [];
  readonly acknowledged: string[] = [];
  /** How it ended, if nobody killed it. */
  ownDeath: string | undefined;
  #requests = 0;
  #killed = false;
  #stderr = '';

  constructor({ files, uid }: WorkerOptions = {}) {
    const program = new URL('./main.js', import.meta.url);
    const limited = files !== undefined && {
      // A limit is the shell's to set; `exec` leaves the process in its place.
      execPath: '/bin/sh',
      execArgv: ['-c', `ulimit -n ${files}; exec "${process.execPath}" "$0" "$@"`],
    };
    this.#child = fork(program, {
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
      ...limited,
      ...(uid !== undefined && { uid, gid: uid }),
    });
    this.#exited = once(this.#child, 'exit').then(([code, signal]: unknown[]) => {
      const how = typeof signal === 'string' ? signal : `code ${code as number}`;
      const failure = new WorkerFailure(
        'WORKER_DIED',
        `the process ended with ${how}${this.#cried()}`,
      );
      if (!this.#killed) this.ownDeath = failure.message;
      for (const asked of this.#waiting.values()) asked.reject(failure);
      this.#waiting.clear();
    });
    this.#child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => void (this.#stderr += text));
    this.#child.on('message', (message: Message) => this.#hear(message));
    // What is sent to one that has just been killed goes nowhere.
    this.#child.on('error', () => undefined);
  }

  /** @throws {WorkerFailure} what went wrong there, or that it died. */
  ask<N extends RequestName>(
    name: N,
    ...[ask]: undefined extends Requests[N]['ask'] ? [] : [ask: Requests[N]['ask']]
  ): Promise<Requests[N]['answer']> {
    const id = (this.#requests += 1);
    return new Promise((resolve, reject) => {
      if (!this.isAlive) {
        reject(new WorkerFailure('WORKER_DIED', 'the process has ended'));
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      const request: Request = { id, name, ask };
      this.#child.send(request, () => undefined);
    });
  }

  get isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** How often it said something of this type. */
  count(type: Message['type']): number {
    return this.said.filter((message) => message.type === type).length;
  }

  /** SIGKILL, unless said otherwise. Resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.isAlive) this.#killed = this.#child.kill('SIGKILL');
    await this.#exited;
  }

  /** It stands still in the middle of whatever it does, until `wake`. */
  stop(): void {
    this.#child.kill('SIGSTOP');
  }

  wake(): void {
    this.#child.kill('SIGCONT');
  }

  /** The first thing that it wrote before it died. */
  #cried(): string {
    const line = this.#stderr.split('\n').find((one) => /error|fatal/i.test(one));
    return line === undefined ? '' : `: ${line.slice(0, 200)}`;
  }

  #hear(message: Message): void {
    if (message.type === 'acknowledged') this.acknowledged.push(message.id);
    else if (message.type === 'answer') {
      this.#waiting.get(message.id)?.resolve(message.answer as never);
      this.#waiting.delete(message.id);
    } else if (message.type === 'failure') {
      const { code, message: why } = message.failure;
      this.#waiting.get(message.id)?.reject(new WorkerFailure(code, why));
      this.#waiting.delete(message.id);
    } else this.said.push(message);
  }
}
