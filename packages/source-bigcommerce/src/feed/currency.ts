import { Big } from 'big.js';
import * as z from 'zod';
import type { Api, Call } from '../api/api.ts';
import { NotFound } from '../api/errors.ts';
import { all, v2Pages } from '../api/pages.ts';
import { readOne } from '../api/read.ts';
import { amount } from '../fields.ts';
import type { Decimal } from '../money.ts';
import type { StoreInformation } from '../store/profile.ts';
import { FeedImpossible } from './errors.ts';

/** The currency of a feed, and how an amount of the catalogue becomes one in it. */
export interface FeedCurrency {
  readonly code: string;
  readonly convert: (amount: Decimal) => Decimal;
}

const Assignment = z.object({ default_currency: z.string() });
const Currency = z.object({
  currency_code: z.string(),
  currency_exchange_rate: amount,
  decimal_places: z.coerce.number().int().min(0).max(8),
});

/**
 * The currency that a channel shows first. The catalogue is in the store's own; another one is reckoned with the store's
 * rates, as the storefront does for what no price list says.
 *
 * BigCommerce: Channels, "Get Channel Currency Assignments"; Currencies V2, "Get All Currencies".
 */
export async function feedCurrency(
  api: Api,
  channelId: number,
  store: StoreInformation,
  call: Call,
): Promise<FeedCurrency> {
  const code = (await defaultCurrency(api, channelId, call)) ?? store.currency;
  if (code === store.currency) {
    return { code, convert: (given) => given.round(store.decimalPlaces, Big.roundHalfUp) };
  }
  const known = await all(v2Pages(api, '/v2/currencies', Currency, call));
  const byCode = new Map(known.map((each) => [each.currency_code.toUpperCase(), each]));
  const to = byCode.get(code);
  const from = byCode.get(store.currency);
  if (!to || !from || from.currency_exchange_rate.lte(0)) {
    throw new FeedImpossible(`the store has no rate from ${store.currency} to ${code}`);
  }
  return {
    code,
    // Whatever the rates are relative to, the store's own currency or the dollar: this is between the two.
    convert: (given) =>
      given
        .times(to.currency_exchange_rate)
        .div(from.currency_exchange_rate)
        .round(to.decimal_places, Big.roundHalfUp),
  };
}

async function defaultCurrency(
  api: Api,
  channelId: number,
  call: Call,
): Promise<string | undefined> {
  try {
    const path = `/v3/channels/${channelId}/currency-assignments`;
    return (await readOne(api, path, Assignment, call)).default_currency.toUpperCase();
  } catch (error) {
    // Stores that were never set up for several storefronts have no assignments.
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}
