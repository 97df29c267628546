import type { Blocklist } from './blocklist.ts';
import { type DeliveryLog, succeeded } from './delivery-log.ts';
import type { Webhook } from './events.ts';
import type { Hook, HookRegistry } from './hook-registry.ts';
import { post, type PostResult } from './post.ts';
import type { Sign } from './sign.ts';
import type { Timer, TimerHandle } from './timer.ts';
import type { Trouble } from './trouble.ts';
import type { Weather } from './weather.ts';

/** A webhook that is due. */
export interface PendingWebhook extends Webhook {
  /** 1 for the first. */
  readonly attempt: number;
}

export interface DispatcherOptions {
  readonly hooks: HookRegistry;
  readonly log: DeliveryLog;
  readonly sign: Sign;
  readonly trouble: Trouble;
  readonly weather: Weather;
  /** Domains are never blocked without it. */
  readonly blocklist: Blocklist | undefined;
  readonly timer: Timer;
  readonly now: () => number;
  readonly delaysMs: readonly number[];
  readonly timeoutMs: number;
}

/** How many webhooks are under way at once. */
const CONCURRENCY = 8;

const BLOCKED = 'The domain is blocked';

/**
 * Delivers webhooks in the background, several at once and therefore in no promised order, and retries each by itself.
 * Of a blocked domain the documents say that "some" events go to the retry queue: here all of them do, and each uses up
 * one of its retries.
 *
 * Source: BigCommerce, Webhooks overview: any 2xx is a success; eleven retries, then the hook is deactivated; an
 * event may come twice, and out of order.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  /** A set as a queue: taking its first costs the same however long it is. */
  readonly #due = new Set<PendingWebhook>();
  readonly #inFlight = new Map<Promise<void>, AbortController>();
  /** What waits for its time: a retry, or the end of bad weather. */
  readonly #waits = new Set<TimerHandle>();
  readonly #waiting = new Set<{ withRetries: boolean; resolve: () => void }>();
  #held: PendingWebhook[] | undefined;
  #closed = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
  }

  send(webhook: Webhook): void {
    for (const delay of this.#options.weather.delays(webhook)) {
      if (delay === 0) this.#enqueue({ ...webhook, attempt: 1 });
      else this.#wait({ ...webhook, attempt: 1 }, delay);
    }
  }

  /** One attempt now, whether webhooks are held or not; resolves when it is over. */
  redeliver(webhook: Webhook): Promise<void> {
    return this.#start((closing) => this.#attempt({ ...webhook, attempt: 1 }, closing));
  }

  hold(): void {
    this.#held ??= [];
  }

  /** Delivers what was held one after the other; resolves when each was attempted once. */
  release(order: (pending: PendingWebhook[]) => readonly PendingWebhook[]): Promise<void> {
    const chosen = order(this.#held ?? []);
    this.#held = undefined;
    return this.#start(async (closing) => {
      for (const pending of chosen) if (!closing.aborted) await this.#attempt(pending, closing);
    });
  }

  /** Resolves when nothing is due or under way and, unless told otherwise, no retry is waiting for its time. */
  settled({ ignoreRetries = false } = {}): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.add({ withRetries: !ignoreRetries, resolve });
      this.#answerWaiting();
    });
  }

  /** Drops what is due, cancels every retry and cuts what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#due.clear();
    this.#held = undefined;
    for (const wait of this.#waits) wait.cancel();
    this.#waits.clear();
    for (const abort of this.#inFlight.values()) abort.abort(new Error('closed'));
    await Promise.all(this.#inFlight.keys());
    this.#answerWaiting();
  }

  #enqueue(pending: PendingWebhook): void {
    if (this.#closed) return;
    if (this.#held) this.#held.push(pending);
    else this.#due.add(pending);
    this.#drain();
  }

  #drain(): void {
    for (const pending of this.#due) {
      if (this.#inFlight.size >= CONCURRENCY) return;
      this.#due.delete(pending);
      void this.#start((closing) => this.#attempt(pending, closing));
    }
  }

  #start(work: (closing: AbortSignal) => Promise<void>): Promise<void> {
    const abort = new AbortController();
    const running = work(abort.signal).finally(() => {
      this.#inFlight.delete(running);
      this.#drain();
      this.#answerWaiting();
    });
    this.#inFlight.set(running, abort);
    return running;
  }

  async #attempt(pending: PendingWebhook, closing: AbortSignal): Promise<void> {
    const { hooks, log, sign, now, timeoutMs, blocklist, trouble } = this.#options;
    const hook = hooks.get(pending.hookId);
    if (!hook?.is_active) return log.abandon();
    const { attempt, ...webhook } = pending;
    if (blocklist?.isBlocked(hook)) {
      log.block();
      return this.#retry(hook, pending, BLOCKED);
    }
    hooks.touch(hook.id);
    const at = now();
    const signature = sign(webhook, hook.client_id, at);
    const result = await post(hook, webhook, signature, { closing, timeoutMs });
    if (this.#closed) return;
    log.add(webhook, attempt, result, at);
    const failure = succeeded(result) ? undefined : reason(result, hook);
    if (blocklist?.note(hook, failure)) trouble.blocked(hook);
    if (failure !== undefined) this.#retry(hook, pending, failure);
  }

  #retry(hook: Hook, { attempt, ...webhook }: PendingWebhook, failure: string): void {
    const { delaysMs, hooks, log, trouble } = this.#options;
    const delay = delaysMs[attempt - 1];
    if (delay !== undefined) {
      // That its domain is blocked, the client was told when it was.
      if (failure !== BLOCKED) trouble.willRetry(hook, failure);
      return this.#wait({ ...webhook, attempt: attempt + 1 }, delay);
    }
    log.abandon();
    // Several webhooks of one hook can come to their end one after the other: it is deactivated once.
    if (!hooks.get(hook.id)?.is_active) return;
    hooks.deactivate(hook.id);
    trouble.exhausted(hook, failure);
  }

  #wait(pending: PendingWebhook, ms: number): void {
    const wait = this.#options.timer(() => {
      this.#waits.delete(wait);
      this.#enqueue(pending);
      this.#answerWaiting();
    }, ms);
    this.#waits.add(wait);
  }

  #answerWaiting(): void {
    if (this.#due.size > 0 || this.#inFlight.size > 0) return;
    for (const waiting of this.#waiting) {
      if (waiting.withRetries && this.#waits.size > 0) continue;
      this.#waiting.delete(waiting);
      waiting.resolve();
    }
  }
}

function reason(result: PostResult, { destination }: Hook): string {
  const what = 'status' in result ? `Response ${result.status}` : `No response (${result.error})`;
  return `${what} when delivering to ${destination}`;
}
