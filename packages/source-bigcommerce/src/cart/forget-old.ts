import type { SourceContext, StateChange } from '@millrace/core';
import * as z from 'zod';
import { cartKey, cartPrefix } from '../memory/keys.ts';

const Dated = z.object({ until: z.iso.datetime() });

/** So many are looked at with each cart that is remembered: up to twenty come off for one that comes on. */
const atOnce = 20;

/**
 * Forgets carts that were not heard of for so long that they are gone: a few each time, in a round that never ends, so
 * that what is remembered stays in proportion to the carts that there are, and no commit is large.
 */
export class ForgetOld {
  readonly #context: Pick<SourceContext, 'recallAll' | 'clock'>;
  #after: string | undefined;

  constructor(context: Pick<SourceContext, 'recallAll' | 'clock'>) {
    this.#context = context;
  }

  /**
   * Those of the next few that may be forgotten. Goes into a commit that is made anyway.
   *
   * @param but the cart that the commit is about.
   */
  async some(but: string): Promise<readonly StateChange[]> {
    const { clock } = this.#context;
    const rows = await this.#context.recallAll(cartPrefix, atOnce, this.#after);
    this.#after = rows.length < atOnce ? undefined : rows.at(-1)?.key;
    const now = new Date(clock.now()).toISOString();
    return rows.flatMap(({ key, value }) => {
      if (key === cartKey(but)) return [];
      const until = Dated.safeParse(value).data?.until;
      return until === undefined || until < now ? [{ key, value: undefined }] : [];
    });
  }
}
