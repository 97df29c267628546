import type { KlaviyoSandbox } from '@millrace/sandbox';
import type { Random } from '../random.ts';
import type { ReckonOptions, Reckoning } from '../reckon.ts';
import type { Setup } from '../worker/messages.ts';
import type { Worker, WorkerOptions } from '../worker/worker.ts';

/** What a fault is run with: a vendor, a directory, and processes, all of which go when it is over. */
export interface FaultBench {
  readonly vendor: KlaviyoSandbox;
  /** An empty directory, of nobody else. */
  readonly directory: string;
  readonly random: Random;
  /** A new process, with its pipeline open on the directory unless `setup` names another. */
  open(setup?: Partial<Setup>, options?: WorkerOptions): Promise<Worker>;
  /** Tries to open a pipeline, and answers the code and the message of the error. */
  refusal(setup?: Partial<Setup>, options?: WorkerOptions): Promise<string>;
  /** So many names of events, most of them of ordinary people, which nobody has used yet. */
  ids(count: number): readonly string[];
  /** Tracks so many events; all of them must be taken. Remembers them as acknowledged. */
  track(worker: Worker, count: number): Promise<void>;
  /** These were acknowledged, by other means than `track`. */
  acknowledge(ids: readonly string[]): void;
  /** Lets a process deliver what is pending, with the waits of its pauses skipped. */
  deliverAll(worker: Worker): Promise<void>;
  /** Waits until nothing waits for the vendor any more; `ms` as with `until`. Answers how long that took. */
  delivered(worker: Worker, ms?: number): Promise<number>;
  /** Waits until something is so. Fails, naming it, when that takes longer than `ms`: 10,000 unless said. */
  until(what: string, holds: () => boolean | Promise<boolean>, ms?: number): Promise<number>;
  /** Something is not as it must be. */
  complain(problem: string): void;
  /** Ends the processes, and looks for every acknowledged event. */
  reckon(options?: ReckonOptions & { readonly directory?: string }): Promise<Reckoning>;
}

/** What somebody who reads the table is told. */
export interface Findings {
  readonly reckoning: Reckoning;
  /** What was seen of the fault: the code of an error, a measured time. */
  readonly seen: string;
}

/** This machine cannot show it: why. */
export class Skipped extends Error {}

/** One way in which the world goes wrong. */
export interface Fault {
  readonly name: string;
  /** One sentence. */
  readonly shows: string;
  /** Ends with a reckoning. Throws {@link Skipped} where the machine does not allow it. */
  run(bench: FaultBench): Promise<Findings>;
}

export const defineFault = (fault: Fault): Fault => fault;
