import { backfill, type BackfillParts } from './backfill.ts';
import { type BackfillOptions, BackfillRefused } from './options.ts';
import type { BackfillReport } from './report.ts';

/** The backfills of one source: one at a time. */
export class Backfills {
  readonly #closing: AbortSignal;
  #running: Promise<BackfillReport> | undefined;

  constructor(closing: AbortSignal) {
    this.#closing = closing;
  }

  /** @throws {BackfillRefused} while another one is under way, or when the source is stopped. */
  async run(
    options: BackfillOptions,
    parts: () => Promise<Omit<BackfillParts, 'closing'>>,
  ): Promise<BackfillReport> {
    if (this.#closing.aborted) {
      throw new BackfillRefused(
        'SOURCE_STOPPED',
        'The source is stopped: no backfill was begun. Begin it with a pipeline that is not closed.',
      );
    }
    if (this.#running !== undefined) {
      throw new BackfillRefused(
        'BACKFILL_RUNNING',
        'A backfill of this source is under way: wait until it ends, or stop it by its signal.',
      );
    }
    const closing = this.#closing;
    this.#running = parts().then((all) => backfill(options, { ...all, closing }));
    try {
      return await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /** Resolves when the one under way has stopped, after the signal was aborted. */
  async stopped(): Promise<void> {
    await this.#running?.catch(() => undefined);
  }
}
