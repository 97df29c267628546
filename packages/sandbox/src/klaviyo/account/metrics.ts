import type { Ids } from './ids.ts';

/** Klaviyo: "For API requests, this should use the default, which is set to api." */
export const DEFAULT_SERVICE = 'api';

export interface Metric {
  readonly id: string;
  readonly name: string;
  readonly service: string;
  readonly created: string;
  updated: string;
  /** Some event of it had a value, so that an event without one counts as 0 from now on. */
  hasValues: boolean;
}

/** The metrics. One comes to be with its first event; its identity is its service and its name. */
export class Metrics {
  readonly #ids: Ids;
  readonly #byKey = new Map<string, Metric>();

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  all(): readonly Metric[] {
    return [...this.#byKey.values()];
  }

  findOrCreate(name: string, service: string, at: string): Metric {
    const key = `${service}\n${name}`;
    const known = this.#byKey.get(key);
    if (known) return known;
    const metric = {
      id: this.#ids.metric(),
      name,
      service,
      created: at,
      updated: at,
      hasValues: false,
    };
    this.#byKey.set(key, metric);
    return metric;
  }
}
