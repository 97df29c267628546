import type { Report, StoreStats } from '@millrace/core';
import type { MutantName } from './mutants.ts';

/** How a worker opens its pipeline. */
export interface Setup {
  readonly directory: string;
  /** Where the vendor is. */
  readonly url: string;
  readonly apiKey: string;
  /** `false`: only opens, and appends. Default true. */
  readonly start?: boolean;
  /** Milliseconds; as in the options of a pipeline. */
  readonly retry?: { readonly baseMs: number; readonly maxMs: number };
  /** Runs the source that counts. */
  readonly ticks?: boolean;
  /** Takes every file descriptor first, so that there is none to open the store with. */
  readonly starved?: boolean;
  /** What is wrong with its store on purpose. */
  readonly mutant?: MutantName;
}

/** What came of tracking some events. */
export interface Tracked {
  readonly acknowledged: readonly string[];
  /** The code of each error, and how often it came. */
  readonly refused: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly slowest: number;
}

/** What a worker can be asked for, with its question and its answer. */
export interface Requests {
  open: { ask: Setup; answer: undefined };
  /** These events, so many at a time. */
  track: {
    ask: { ids: readonly string[]; atOnce?: number; padding?: number };
    answer: Tracked;
  };
  /** Callers that track for ever, each its own events one after the other. Answers at once. */
  call: { ask: { round: number; from: number; to: number }; answer: undefined };
  stats: { ask: undefined; answer: StoreStats };
  flush: { ask: { timeoutMs: number }; answer: Report };
  close: { ask: { timeoutMs: number }; answer: Report };
  /** Lets so many milliseconds pass at once: timers that are due by then run now. */
  skip: { ask: { ms: number }; answer: undefined };
  /** Puts the machine's clock wrong by so many milliseconds. Its timers do not notice. */
  setClock: { ask: { ms: number }; answer: undefined };
  /** Opens files until the system gives no more. */
  takeFiles: { ask: undefined; answer: number };
  giveFilesBack: { ask: undefined; answer: undefined };
}

export type RequestName = keyof Requests;

export interface Request<N extends RequestName = RequestName> {
  readonly id: number;
  readonly name: N;
  readonly ask: Requests[N]['ask'];
}

/** An error as it crosses from one process to the other. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** What a worker says without being asked, or as its answer. */
export type Message =
  | { readonly type: 'ready' }
  | { readonly type: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'failure'; readonly id: number; readonly failure: Failure }
  | { readonly type: 'acknowledged'; readonly id: string }
  /** The source found that a commit of its own was there in part. */
  | { readonly type: 'torn'; readonly what: string }
  | { readonly type: 'paused'; readonly reason: string; readonly until: string | undefined }
  | { readonly type: 'resumed' }
  | { readonly type: 'logged'; readonly message: string; readonly reason: string };
