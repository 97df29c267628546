import type { Webhook } from './events.ts';

/**
 * What the network does to webhooks on their way, whatever the receiver answers. Each webhook, one for each hook that
 * hears an event, is judged once, when its event happens: by four calls of `random`, always four. So the same deeds with
 * the same hooks and the same random numbers meet the same weather. Retries meet none.
 */
export interface WebhookWeather {
  /** The share that is lost without a trace: never attempted, and therefore never tried again. None when absent. */
  readonly lose?: number | undefined;
  /** The share of the others that is sent twice: same body, same `webhook-id`. None when absent. */
  readonly double?: number | undefined;
  /** Each copy sets out at any time within so many ms: by the sandbox's `timer`. At once when absent. */
  readonly shuffleWithinMs?: number | undefined;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Told of each webhook that is lost. */
  readonly onLost?: ((webhook: Webhook) => void) | undefined;
}

/** Of the webhooks that met weather, since the sandbox began. */
export interface WeatherCounts {
  readonly webhooks: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Decides what becomes of each webhook. */
export class Weather {
  #weather: WebhookWeather | undefined;
  readonly #counts = { webhooks: 0, lost: 0, doubled: 0 };

  get counts(): WeatherCounts {
    return { ...this.#counts };
  }

  change(weather: WebhookWeather | undefined): void {
    this.#weather = weather;
  }

  /** How long each copy of the webhook waits before it sets out: one for each copy, none when it is lost. */
  delays(webhook: Webhook): readonly number[] {
    if (!this.#weather) return [0];
    const { lose = 0, double = 0, shuffleWithinMs = 0, random, onLost } = this.#weather;
    const [fate, copies, first, second] = [random(), random(), random(), random()];
    this.#counts.webhooks += 1;
    if (fate < lose) {
      this.#counts.lost += 1;
      onLost?.(webhook);
      return [];
    }
    const waits = [first, second].map((share) => Math.floor(share * shuffleWithinMs));
    if (copies >= double) return waits.slice(0, 1);
    this.#counts.doubled += 1;
    return waits;
  }
}
