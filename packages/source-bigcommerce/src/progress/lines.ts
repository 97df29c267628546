import type { Clock } from '@millrace/core';
import type { BackfillProgress } from '../backfill/report.ts';
import { line, share } from './words.ts';

/** A line for each twentieth of the way, or after so long; and when it begins or ceases to wait. */
const steps = 20;
const longestMs = 30_000;

/** What shows progress. */
export interface Display {
  show(progress: BackfillProgress): void;
}

/** For logs and pipes: a line now and then. */
export function lines(write: (text: string) => void, clock: Pick<Clock, 'now'>): Display {
  let last:
    | { readonly part: string; readonly step: number; readonly at: number; readonly waits: boolean }
    | undefined;
  return {
    show(progress) {
      const step = Math.floor((share(progress) ?? 0) * steps);
      const now = clock.now();
      const waits = progress.waiting !== undefined;
      const isNews =
        progress.state !== 'running' ||
        last === undefined ||
        last.part !== progress.part ||
        step > last.step ||
        waits !== last.waits ||
        now - last.at >= longestMs;
      if (!isNews) return;
      last = { part: progress.part, step, at: now, waits };
      write(`${line(progress)}\n`);
    },
  };
}
