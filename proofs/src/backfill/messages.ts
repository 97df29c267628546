import type { BackfillProgress, BackfillReport } from '@millrace/source-bigcommerce';
import type { Scale } from './scaled-clock.ts';

/** What a process with a pipeline is told to do. */
export interface Task {
  readonly scale: Scale;
  /** Where the pipeline keeps its files, and the delivered ids are written. */
  readonly directory: string;
  readonly delivered: string;
  readonly share: number;
  readonly store: {
    readonly storeHash: string;
    readonly accessToken: string;
    readonly clientSecret: string;
    readonly endpoint: string;
  };
}

/** What memory it has, in bytes. */
export interface Memory {
  /** Of the heap, after a collection. */
  readonly heap: number;
  /** All but what is mapped from files, which the system takes back when it needs it. */
  readonly own: number;
}

/** What it says. */
export type Message =
  | { readonly type: 'progress'; readonly progress: BackfillProgress; readonly memory?: Memory }
  | { readonly type: 'done'; readonly report: BackfillReport };
