import type { Clock } from '@millrace/core';
import * as z from 'zod';
import type { Api } from '../api/api.ts';
import { readOne } from '../api/read.ts';
import { object } from '../fields.ts';

/** Who the store is. */
export interface StoreInformation {
  /** An IANA name, such as `America/Chicago`. */
  readonly timeZone: string;
  /** The store's own currency. */
  readonly currency: string;
  readonly decimalPlaces: number;
  readonly pricesIncludeTax: boolean;
  readonly defaultChannelId: number | undefined;
}

/** The store's own information, remembered for a while. */
export interface StoreProfile {
  /** @throws {ApiError} */
  information(signal: AbortSignal): Promise<StoreInformation>;
  /** It has changed. */
  forget(): void;
}

/** BigCommerce: Store Information V2, "Get Store Information". */
const Information = z
  .object({
    timezone: object({
      name: z
        .string()
        .refine(isTimeZone, 'expected the name of a time zone such as "America/Chicago"'),
    }),
    currency: z.string().regex(/^[A-Za-z]{3}$/, 'expected an ISO 4217 code'),
    decimal_places: z.coerce.number().int().min(0).max(8).catch(2),
    is_price_entered_with_tax: z.boolean().nullish(),
    default_channel_id: z.int().positive().nullish().catch(undefined),
  })
  .transform((store): StoreInformation => ({
    timeZone: store.timezone.name,
    currency: store.currency.toUpperCase(),
    decimalPlaces: store.decimal_places,
    pricesIncludeTax: store.is_price_entered_with_tax ?? false,
    defaultChannelId: store.default_channel_id ?? undefined,
  }));

const freshMs = 60 * 60_000;

export interface StoreProfileOptions {
  readonly api: Api;
  readonly clock: Clock;
  /** Gives up what is under way, when the source stops. */
  readonly closing: AbortSignal;
}

/**
 * The store's information from BigCommerce, read once an hour. While it cannot be read, it is as it was, unless it is
 * known to have changed.
 */
export function storeProfile({ api, clock, closing }: StoreProfileOptions): StoreProfile {
  let known: { readonly information: StoreInformation; readonly until: number } | undefined;
  let asked: Promise<StoreInformation> | undefined;

  function read(): Promise<StoreInformation> {
    const asking = readOne(api, '/v2/store', Information, { signal: closing })
      .then((information) => {
        // Not if it was forgotten meanwhile: then this may be how it was before.
        if (asked === asking) known = { information, until: clock.now() + freshMs };
        return information;
      })
      .finally(() => {
        if (asked === asking) asked = undefined;
      });
    return asking;
  }

  return {
    async information(signal) {
      signal.throwIfAborted();
      if (known && clock.now() < known.until) return known.information;
      asked ??= read();
      const before = known;
      const answer = before ? asked.catch(() => before.information) : asked;
      return unlessAborted(answer, signal);
    },
    forget() {
      known = undefined;
      asked = undefined;
    },
  };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function isTimeZone(name: string): boolean {
  try {
    return Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}
