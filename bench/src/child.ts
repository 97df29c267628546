import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Runs one measurement in a process of its own, so that none warms or burdens another. */
export async function measure(name: string, ...args: (string | number)[]): Promise<Measured> {
  const child = fork(new URL('./measure.js', import.meta.url), [name, ...args.map(String)], {
    execArgv: ['--expose-gc'],
  });
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`${name} ended with ${String(code)}`);
  });
  const [result] = (await Promise.race([once(child, 'message'), exited])) as [Measured];
  exited.catch(() => undefined);
  child.kill();
  return result;
}

export interface Measured {
  /** Operations a second. */
  readonly rate: number;
  /** Microseconds of CPU for one. */
  readonly cpu: number;
  /** Megabytes of heap and buffers, at the end. */
  readonly memory: number;
  /** What else there was to measure, by name. */
  readonly figures: Readonly<Record<string, number>>;
}

/** A server that takes whatever comes, in a process of its own: its CPU is nobody's. */
export async function startSink(): Promise<{ url: string; stop(): void }> {
  const child: ChildProcess = fork(new URL('./sink.js', import.meta.url));
  const [port] = (await once(child, 'message')) as [number];
  return { url: `http://127.0.0.1:${port}`, stop: () => void child.kill() };
}
