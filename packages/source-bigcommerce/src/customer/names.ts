import type { Clock } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { all, v2Pages, v3Pages } from '../api/pages.ts';
import { text } from '../fields.ts';

const Named = z.object({ id: z.int().transform(String), name: text });

const freshForMs = 3_600_000;
/** An id that is not known is looked for at once, but not by everybody who has it. */
const unknownForMs = 60_000;

/** Names by id, of which there are few: read together, and remembered for an hour. */
export class Names {
  readonly #clock: Clock;
  readonly #read: (signal: AbortSignal) => Promise<readonly z.output<typeof Named>[]>;
  #names: ReadonlyMap<string, string> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(
    clock: Clock,
    read: (signal: AbortSignal) => Promise<readonly z.output<typeof Named>[]>,
  ) {
    this.#clock = clock;
    this.#read = read;
  }

  /** The names of these ids at least, of those that have one. */
  async of(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return this.#names;
    const age = this.#clock.now() - this.#readAt;
    const isComplete = ids.every((id) => this.#names.has(id));
    if (age < (isComplete ? freshForMs : unknownForMs)) return this.#names;
    this.#reading ??= this.#refresh(signal).finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
    return this.#names;
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    const rows = await this.#read(signal);
    this.#names = new Map(rows.flatMap(({ id, name }) => (name === undefined ? [] : [[id, name]])));
    this.#readAt = this.#clock.now();
  }
}

/** BigCommerce: Customers V2, "Get All Customer Groups". */
export const groupNames = (api: Api, clock: Clock): Names =>
  new Names(clock, (signal) => all(v2Pages(api, '/v2/customer_groups', Named, { signal })));

/** BigCommerce: Customers V3, "Get All Customer Attributes". */
export const attributeNames = (api: Api, clock: Clock): Names =>
  new Names(clock, (signal) => all(v3Pages(api, '/v3/customers/attributes', Named, { signal })));
