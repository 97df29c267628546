import { setTimeout as sleep } from 'node:timers/promises';
import type { Draft } from '@millrace/core';
import type { BigCommerceSandbox, SteppedDriver } from '@millrace/sandbox';
import type { Opening, Rest } from './messages.ts';
import { ProcessGone, ShopProcess } from './shop-process.ts';

export interface MonthOptions {
  readonly driver: SteppedDriver;
  readonly store: BigCommerceSandbox;
  readonly opening: Omit<Opening, 'now'>;
}

/** A webhook's signature is good for five minutes, and the backend's clock is behind by at most this. Milliseconds. */
const grainMs = 4 * 60_000;

const nothingSent: Rest['sent'] = { bigcommerce: 0, klaviyo: 0 };

/**
 * The time of all three: of the shop, of Klaviyo and of the backend. It goes on only when the backend has nothing left to
 * do, so that a month takes as long as its work, and no request times out while it is being answered.
 */
export class Month {
  readonly #options: MonthOptions;
  #process: ShopProcess | undefined;
  #wakeAt: number | undefined;
  /** One that has loaded its code already. */
  #spare = new ShopProcess();
  /** What the storefront has told, and nobody has acknowledged: it says so again. */
  #untold: readonly Draft[] = [];
  #sent: Rest['sent'] = nothingSent;
  #sentBefore: Rest['sent'] = nothingSent;
  /** How often the backend was killed. */
  kills = 0;

  constructor(options: MonthOptions) {
    this.#options = options;
  }

  /** The storefront tracks something. */
  tell(draft: Draft): void {
    this.#untold = [...this.#untold, draft];
  }

  async start(): Promise<void> {
    const { driver, opening } = this.#options;
    const process = this.#spare;
    this.#spare = new ShopProcess();
    const rest = await process.ask('open', { ...opening, now: driver.now() });
    this.#process = process;
    this.#rests(rest);
  }

  async runTo(end: number): Promise<void> {
    const { driver } = this.#options;
    while (driver.now() < end) {
      driver.runTo(Math.min(end, this.#reach()));
      await this.#work();
    }
  }

  /** SIGKILL, so many real milliseconds after a step has begun. */
  async kill(afterMs: number): Promise<void> {
    const { driver, store } = this.#options;
    const process = this.#process;
    if (process === undefined) return;
    driver.runTo(this.#reach());
    const working = Promise.allSettled([
      process.ask('track', this.#untold),
      process.ask('run', driver.now()),
    ]);
    await sleep(afterMs);
    await process.kill();
    await working;
    this.#process = undefined;
    this.#wakeAt = undefined;
    this.#sentBefore = this.sent;
    this.#sent = nothingSent;
    this.kills += 1;
    await store.settled({ ignoreRetries: true });
  }

  /** What somebody is asked, who needs time to answer: it passes meanwhile. */
  async during<T>(answer: Promise<T>): Promise<T> {
    const pending = new Set([answer]);
    const over = answer.finally(() => pending.clear());
    over.catch(() => undefined);
    while (pending.size > 0) await this.runTo(this.#options.driver.now() + 1_000);
    return over;
  }

  /** How many requests all its processes have sent. */
  get sent(): Rest['sent'] {
    const [now, before] = [this.#sent, this.#sentBefore];
    return {
      bigcommerce: now.bigcommerce + before.bigcommerce,
      klaviyo: now.klaviyo + before.klaviyo,
    };
  }

  #rests({ next, sent }: Rest): void {
    this.#wakeAt = next;
    this.#sent = sent;
  }

  ask(): ShopProcess {
    if (this.#process === undefined) throw new ProcessGone('the backend is down');
    return this.#process;
  }

  async end(): Promise<void> {
    await Promise.all([this.#process?.kill(), this.#spare.kill()]);
  }

  /** How far the shop's time may run before the backend must have seen what happened. */
  #reach(): number {
    const { driver } = this.#options;
    const soon = driver.now() + grainMs;
    const { next = Number.POSITIVE_INFINITY } = driver;
    // A long time in which nothing happens ends just before something does: webhooks find a clock that is right.
    return Math.min(next > soon ? next - 1 : soon, this.#wakeAt ?? Number.POSITIVE_INFINITY);
  }

  async #work(): Promise<void> {
    const { driver, store } = this.#options;
    await store.settled({ ignoreRetries: true });
    if (this.#process === undefined) return;
    if (this.#untold.length > 0) await this.#process.ask('track', this.#untold);
    this.#untold = [];
    this.#rests(await this.#process.ask('run', driver.now()));
  }
}
