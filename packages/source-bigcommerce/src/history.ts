import type { SourceContext } from '@millrace/core';
import * as z from 'zod';

const key = 'history-before';

/**
 * When history ends: the time of this source's very first start. For what happened earlier, no flow should fire. It is
 * kept for good with the first commit after that start, as a source that wrote nothing has told nothing.
 */
export class History {
  /** The same context, whose next commit keeps the time too where it is not kept yet. */
  readonly context: SourceContext;
  #before: Promise<string> | undefined;
  #unkept: string | undefined;

  constructor(context: SourceContext) {
    this.context = {
      clock: context.clock,
      logger: context.logger,
      recall: (name) => context.recall(name),
      recallAll: (...range) => context.recallAll(...range),
      commit: async (drafts, changes = []) => {
        const value = this.#unkept;
        if (value === undefined) return context.commit(drafts, changes);
        const receipts = await context.commit(drafts, [...changes, { key, value }]);
        this.#unkept = undefined;
        return receipts;
      },
    };
  }

  /** ISO 8601, UTC. */
  before(): Promise<string> {
    this.#before ??= this.#find().catch((error: unknown) => {
      this.#before = undefined;
      throw error;
    });
    return this.#before;
  }

  async #find(): Promise<string> {
    const known = z.iso.datetime().safeParse(await this.context.recall(key));
    if (known.success) return known.data;
    this.#unkept = new Date(this.context.clock.now()).toISOString();
    return this.#unkept;
  }
}
