import { MillraceError, type SourceContext } from '@millrace/core';
import { backoff, patient } from '../api/backoff.ts';
import { AccessRefused, ApiError, OrderNotFound, Throttled } from '../api/errors.ts';
import type { Gate } from '../api/gate.ts';
import type { Inbox } from '../memory/inbox.ts';
import type { Tally } from '../tally.ts';
import { skip } from './follow-up.ts';

/**
 * An order that BigCommerce does not have is asked for three times over a minute: a notice may come before every
 * server of theirs knows the order.
 */
const missingWaits = [15_000, 45_000];

/** What the worker does after a failure: look again at once, or later, or be done with the order. */
export type Next = 'again' | 'done' | { readonly inMs: number };

export interface FailureContext {
  readonly context: SourceContext;
  readonly inbox: Inbox;
  readonly gate: Gate;
  readonly tally: Tally;
  readonly random: () => number;
}

/** Decides about orders that could not be read: none is given up, but those that do not exist. */
export class Failures {
  readonly #with: FailureContext;
  #refused = false;

  constructor(context: FailureContext) {
    this.#with = context;
  }

  /** An order could be read: the next refusal is news again. */
  over(): void {
    this.#refused = false;
  }

  async decide(orderId: number, error: unknown): Promise<Next> {
    const { context, inbox, gate, random } = this.#with;
    const untilOpen = Math.max(0, gate.until - context.clock.now());
    // The quota is nobody's fault: the order goes on when the window does.
    if (error instanceof Throttled) return { inMs: untilOpen };

    this.#log(orderId, error);
    await inbox.failed(orderId, reasonOf(error), error instanceof OrderNotFound);
    const entry = await inbox.take(orderId);
    if (entry === undefined) return 'done';
    if (error instanceof AccessRefused) return { inMs: untilOpen };
    if (error instanceof OrderNotFound) {
      const wait = missingWaits[entry.missing - 1];
      if (wait !== undefined) return { inMs: wait };
      const passedOver = skip(entry, 'BigCommerce has no such order', context);
      const stays = await inbox.finish(entry, [], [passedOver]);
      this.#with.tally.count('skipped');
      return stays ? 'again' : 'done';
    }
    return { inMs: Math.max(untilOpen, backoff(entry.attempts, patient, random)) };
  }

  #log(orderId: number, error: unknown): void {
    const { logger } = this.#with.context;
    const fields = { orderId, reason: reasonOf(error) };
    if (error instanceof AccessRefused) {
      if (!this.#refused) logger.error(fields, 'BigCommerce refuses the access token.');
      this.#refused = true;
    } else if (error instanceof ApiError) {
      logger.warn(fields, 'An order could not be read from BigCommerce.');
    } else {
      logger.error(fields, 'An order could not be taken over.');
    }
  }
}

/** What people read in `waiting()`. */
export function reasonOf(error: unknown): string {
  if (MillraceError.isInstance(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
