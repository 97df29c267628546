import { setImmediate } from 'node:timers/promises';
import { MillraceError } from '../event/error.ts';
import type { Draft } from '../event/message.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Logger } from '../observe/logger.ts';
import type { Receipt } from '../source/receipt.ts';

/** The host's calls: known while they are under way, and heard of when they are refused, though nobody awaits them. */
export class Calls {
  readonly #activity: ActivityFeed;
  readonly #logger: Logger;
  /** Each with what ends it early. */
  readonly #underWay = new Map<Promise<Receipt>, (reason: Error) => void>();
  #refused = 0;

  constructor(activity: ActivityFeed, logger: Logger) {
    this.#activity = activity;
    this.#logger = logger;
  }

  /** How many calls were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  /** What it gives back can no longer be an unhandled rejection, and rejects for whoever awaits it. */
  run(draft: Draft, accept: (draft: Draft) => Promise<Receipt>): Promise<Receipt> {
    let abandon: (reason: Error) => void = () => undefined;
    const answer = new Promise<Receipt>((resolve, reject) => {
      abandon = reject;
      accept(draft).then(resolve, reject);
    });
    this.#underWay.set(answer, abandon);
    answer.then(
      () => void this.#underWay.delete(answer),
      (error: unknown) => {
        this.#underWay.delete(answer);
        this.#refuse(draft, error);
      },
    );
    return answer;
  }

  /** Resolves once the calls that are under way now have ended. Never rejects. */
  async ended(): Promise<void> {
    if (this.#underWay.size > 0) await Promise.allSettled(this.#underWay.keys());
  }

  /**
   * Rejects the calls that are still under way though the store is closed: a transform that has not come back, say.
   * Those that are stored have come back by then, but for the last turn.
   */
  async abandon(reason: Error): Promise<void> {
    if (this.#underWay.size === 0) return;
    await setImmediate();
    for (const abandon of this.#underWay.values()) abandon(reason);
  }

  #refuse(draft: Draft, error: unknown): void {
    this.#refused += 1;
    try {
      const about = { ...named('messageId', draft), ...nameOf(draft) };
      const reason = error instanceof Error ? error.message : String(error);
      const code = MillraceError.isInstance(error) ? error.code : 'UNEXPECTED';
      this.#activity.publish({ type: 'refused', ...about, reason });
      this.#logger.warn({ code, ...about, reason }, 'an event was refused, and is not stored');
    } catch {
      // What is thrown here would end the host: a logger that fails must not.
    }
  }
}

/** A draft may be anything: only what is a name is taken, and no property of the event. */
function named<K extends 'messageId' | 'event' | 'type'>(
  field: K,
  draft: unknown,
): { readonly [name in K]?: string } {
  const value = (draft as Record<string, unknown> | null | undefined)?.[field];
  return typeof value === 'string'
    ? ({ [field]: value.slice(0, 100) } as { [name in K]?: string })
    : {};
}

function nameOf(draft: unknown): { readonly event?: string } {
  const { type } = named('type', draft);
  return { ...(type === undefined ? {} : { event: type }), ...named('event', draft) };
}
