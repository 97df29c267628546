import type { Draft, SourceContext, StateChange } from '@millrace/core';
import { Lock } from '../lock.ts';
import { inboxKey } from './keys.ts';
import { recallEach } from './recall-each.ts';
import { Waiting } from './records.ts';

/**
 * The orders that something was said about, on disk. However many notices come for an order, it waits here once.
 *
 * An entry is read, then written: the lock keeps that together within one process. Two processes with one store may
 * lose a notice that comes in the very moment in which the other one finishes the same order.
 */
export class Inbox {
  readonly #context: SourceContext;
  readonly #lock = new Lock<number>();

  constructor(context: SourceContext) {
    this.#context = context;
  }

  /** Resolves once it is durable that the order is to be looked at. */
  notice(orderId: number): Promise<void> {
    return this.#change(orderId, (entry) => ({
      ...(entry ?? this.#fresh(orderId)),
      notices: (entry?.notices ?? 0) + 1,
    }));
  }

  async take(orderId: number): Promise<Waiting | undefined> {
    const value = await this.#context.recall(inboxKey(orderId));
    if (value === undefined) return undefined;
    // Whatever the entry says, its key says which order is waiting.
    return Waiting.safeParse(value).data ?? this.#fresh(orderId);
  }

  /**
   * The order was dealt with: its drafts, what is to be remembered of it, and its leaving the inbox become durable
   * together.
   *
   * @param taken the entry as it was before the order was read. If a notice came since then, the order stays.
   * @returns whether it stays.
   */
  finish(
    taken: Waiting,
    drafts: readonly Draft[],
    changes: readonly StateChange[],
  ): Promise<boolean> {
    return this.#lock.run(taken.orderId, async () => {
      const entry = await this.take(taken.orderId);
      const stays = entry !== undefined && entry.notices !== taken.notices;
      const leave = stays ? [] : [{ key: inboxKey(taken.orderId), value: undefined }];
      await this.#context.commit(drafts, [...changes, ...leave]);
      return stays;
    });
  }

  /** The order could not be read: it stays, and says why. */
  failed(orderId: number, reason: string, missing: boolean): Promise<void> {
    return this.#change(orderId, (entry = this.#fresh(orderId)) => ({
      ...entry,
      attempts: entry.attempts + 1,
      missing: missing ? entry.missing + 1 : entry.missing,
      reason,
    }));
  }

  /** The orders that wait, lowest id first. */
  async *each(): AsyncGenerator<Waiting> {
    for await (const { key, value } of recallEach(this.#context, 'inbox:')) {
      yield Waiting.safeParse(value).data ?? this.#fresh(Number(key.slice('inbox:'.length)));
    }
  }

  #fresh(orderId: number): Waiting {
    const since = new Date(this.#context.clock.now()).toISOString();
    return { orderId, since, notices: 0, attempts: 0, missing: 0 };
  }

  #change(orderId: number, change: (entry: Waiting | undefined) => Waiting): Promise<void> {
    return this.#lock.run(orderId, async () => {
      const value = change(await this.take(orderId));
      await this.#context.commit([], [{ key: inboxKey(orderId), value }]);
    });
  }
}
