import { rfc3339 } from '../dates.ts';
import { counter } from '../ids.ts';
import { decimal, type DecimalText, jsonNumber } from '../money.ts';

/** What a variant costs on a price list, in one currency; as the API answers it. */
export interface PriceRecord {
  readonly price_list_id: number;
  readonly variant_id: number;
  readonly product_id: number;
  readonly sku: string;
  readonly currency: string;
  readonly price: number;
  readonly sale_price: number | null;
  readonly retail_price: number | null;
  readonly map_price: number | null;
  readonly calculated_price: number;
  readonly date_created: string;
  readonly date_modified: string;
}

/** For whom a price list is: `null` stands for all of them. */
export interface PriceListAssignment {
  readonly id: number;
  readonly price_list_id: number;
  readonly customer_group_id: number | null;
  readonly channel_id: number | null;
}

/** What `addPriceList` takes. */
export interface NewPriceList {
  readonly name: string;
  /** Whose prices it says: of a channel, of a customer group, or of a group on a channel. */
  readonly channelId?: number | undefined;
  readonly customerGroupId?: number | undefined;
  readonly records: readonly {
    readonly variantId: number;
    readonly currency: string;
    readonly price: DecimalText;
    readonly salePrice?: DecimalText | undefined;
  }[];
}

export interface PriceList {
  readonly id: number;
  readonly name: string;
  readonly active: boolean;
  readonly date_created: string;
  readonly date_modified: string;
}

/** Prices beside those of the catalogue. No webhook tells of them. */
export class PriceLists {
  readonly byId = new Map<number, PriceList>();
  readonly assignments: PriceListAssignment[] = [];
  readonly #records = new Map<number, readonly PriceRecord[]>();
  readonly #nextId = counter(1);
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(input: NewPriceList, variantOf: (id: number) => { product_id: number; sku: string }) {
    const id = this.#nextId();
    const date = rfc3339(this.#now());
    const list = { id, name: input.name, active: true, date_created: date, date_modified: date };
    this.byId.set(id, list);
    this.assignments.push({
      id: this.assignments.length + 1,
      price_list_id: id,
      customer_group_id: input.customerGroupId ?? null,
      channel_id: input.channelId ?? null,
    });
    this.#records.set(
      id,
      input.records.map(({ variantId, currency, price, salePrice }) => {
        const sale = salePrice === undefined ? null : jsonNumber(salePrice);
        const isOnSale = salePrice !== undefined && decimal(salePrice).gt(0);
        const { product_id, sku } = variantOf(variantId);
        return {
          price_list_id: id,
          variant_id: variantId,
          product_id,
          sku,
          // The vendor's own examples have it in small letters here and in capitals there.
          currency: currency.toLowerCase(),
          price: jsonNumber(price),
          sale_price: sale,
          retail_price: null,
          map_price: null,
          calculated_price: jsonNumber(isOnSale ? salePrice : price),
          date_created: date,
          date_modified: date,
        };
      }),
    );
    return list;
  }

  recordsOf(id: number): readonly PriceRecord[] | undefined {
    return this.#records.get(id);
  }
}
