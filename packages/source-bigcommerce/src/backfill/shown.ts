import type { Logger } from '@millrace/core';
import { reasonOf } from '../work/failure.ts';
import type { BackfillPart, BackfillProgress } from './report.ts';
import type { PartState } from './state.ts';

/** What is shown of a backfill: how far it is, and why it waits. What shows it must not end the work. */
export class Shown {
  readonly #show: ((progress: BackfillProgress) => void) | undefined;
  readonly #logger: Logger;
  #last: BackfillProgress | undefined;
  #waiting: string | undefined;

  constructor(show: ((progress: BackfillProgress) => void) | undefined, logger: Logger) {
    this.#show = show;
    this.#logger = logger;
  }

  /** Nothing is shown yet; if it waits, this is how far it is. */
  begin(part: BackfillPart, { read, events, known, skipped, total }: PartState): void {
    const counts = { read, events, known, skipped, total };
    this.#last = { part, ...counts, etaMs: undefined, state: 'running' };
  }

  progress(progress: BackfillProgress): void {
    this.#last = progress;
    const waiting = this.#waiting;
    const isWaiting = waiting !== undefined && progress.state === 'running';
    try {
      this.#show?.(isWaiting ? { ...progress, waiting } : progress);
    } catch (error) {
      this.#logger.warn({ err: error }, 'The progress of the backfill could not be shown.');
    }
  }

  /** It waits, or no longer does: said once for each time that it begins to. */
  waiting(reason: Error | undefined): void {
    this.#waiting = reason && reasonOf(reason);
    if (reason !== undefined) {
      const fields = { part: this.#last?.part, reason: this.#waiting };
      this.#logger.warn(fields, 'The backfill waits for BigCommerce, which cannot answer.');
    }
    if (this.#last?.state === 'running') this.progress(this.#last);
  }
}
