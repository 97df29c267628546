import type { DecimalText } from './money.ts';

/** A currency the store knows. */
export interface Currency {
  readonly id: number;
  readonly code: string;
  /** How much of it one of the store's own is worth. */
  readonly exchangeRate: DecimalText;
  readonly decimalPlaces: number;
}

/** What `addCurrency` takes. */
export interface NewCurrency {
  readonly code: string;
  /** How much of it one of the store's own currency is worth: `'1'` when absent. */
  readonly exchangeRate?: DecimalText | undefined;
  /** 2 when absent. */
  readonly decimalPlaces?: number | undefined;
}

export class Currencies {
  readonly byCode = new Map<string, Currency>();
  #own: string;

  constructor(own: string) {
    this.#own = own;
    this.put({ code: own });
  }

  /** The store's default. */
  get own(): Currency {
    return this.known(this.#own);
  }

  /** A currency that is new to the store is added to it. */
  known(code: string): Currency {
    return this.byCode.get(code) ?? this.put({ code });
  }

  put({ code, exchangeRate, decimalPlaces }: NewCurrency): Currency {
    const before = this.byCode.get(code);
    const currency = {
      id: before?.id ?? this.byCode.size + 1,
      code,
      exchangeRate: exchangeRate ?? before?.exchangeRate ?? '1',
      decimalPlaces: decimalPlaces ?? before?.decimalPlaces ?? 2,
    };
    this.byCode.set(code, currency);
    return currency;
  }

  makeOwn(code: string): void {
    this.known(code);
    this.#own = code;
  }
}
