import { MillraceError, type SourceContext } from '@millrace/core';
import { backoff, patient, veryPatient } from '../api/backoff.ts';
import { AccessRefused, ApiError, NotFound, Throttled } from '../api/errors.ts';
import type { Gate } from '../api/gate.ts';
import type { Inbox } from '../memory/inbox.ts';
import { skippedKey } from '../memory/keys.ts';
import type { Subject } from '../subject.ts';
import type { Tally } from '../tally.ts';
import { skip } from './follow-up.ts';

/**
 * What BigCommerce does not have is asked for three times over a minute: a notice may come before every server of theirs
 * knows of it.
 */
const missingWaits = [15_000, 45_000];

/** What the worker does after a failure: look again at once, or later, or be done with it. */
export type Next = 'again' | 'done' | { readonly inMs: number };

export interface FailureContext {
  readonly context: SourceContext;
  readonly inbox: Inbox;
  readonly gate: Gate;
  readonly tally: Tally;
  readonly random: () => number;
}

/** Decides about subjects that could not be read: none is given up, but those that do not exist. */
export class Failures {
  readonly #with: FailureContext;
  /** The scopes that were missing since something could last be read: each is said once. */
  readonly #refused = new Set<string | undefined>();

  constructor(context: FailureContext) {
    this.#with = context;
  }

  /** Something could be read: the next refusal is news again. */
  over(): void {
    this.#refused.clear();
  }

  async decide(subject: Subject, error: unknown): Promise<Next> {
    const { context, inbox, gate, random } = this.#with;
    const untilOpen = Math.max(0, gate.until - context.clock.now());
    // The quota is nobody's fault: the subject goes on when the window does.
    if (error instanceof Throttled) return { inMs: untilOpen };

    if (error instanceof AccessRefused && error.isKnown) {
      // Nothing new: no line in the log, and no write once the reason is known.
      if ((await inbox.take(subject))?.reason !== undefined) {
        return { inMs: Math.max(untilOpen, backoff(3, veryPatient, random)) };
      }
    } else {
      this.#log(subject, error);
    }
    await inbox.failed(subject, reasonOf(error), error instanceof NotFound);
    const entry = await inbox.take(subject);
    if (entry === undefined) return 'done';
    if (error instanceof AccessRefused) {
      return { inMs: Math.max(untilOpen, backoff(entry.attempts, veryPatient, random)) };
    }
    if (error instanceof NotFound) {
      const wait = missingWaits[entry.missing - 1];
      if (wait !== undefined) return { inMs: wait };
      // People are deleted every day: nobody has to know of those who were, and it would be kept for good.
      const isUsual = entry.kind === 'customer' || entry.kind === 'subscriber';
      const passedOver = isUsual
        ? { key: skippedKey(entry), value: undefined }
        : skip(entry, `BigCommerce has no such ${entry.kind}`, context);
      const stays = await inbox.finish(entry, [], [passedOver]);
      this.#with.tally.count(isUsual ? 'known' : 'skipped');
      return stays ? 'again' : 'done';
    }
    return { inMs: Math.max(untilOpen, backoff(entry.attempts, patient, random)) };
  }

  #log({ kind, id }: Subject, error: unknown): void {
    const { logger } = this.#with.context;
    const fields = { kind, id, reason: reasonOf(error) };
    if (error instanceof AccessRefused) {
      if (!this.#refused.has(error.scope)) logger.error(fields, 'BigCommerce refuses access.');
      this.#refused.add(error.scope);
    } else if (error instanceof ApiError) {
      logger.warn(fields, 'Something could not be read from BigCommerce.');
    } else {
      logger.error(fields, 'Something could not be taken over.');
    }
  }
}

/** What people read in `waiting()`. */
export function reasonOf(error: unknown): string {
  if (MillraceError.isInstance(error)) return `${error.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
