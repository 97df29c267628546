import { type Money, shown } from './money.ts';

/** One line of the table: what the store says, and what Klaviyo says. */
export interface Row {
  readonly what: string;
  readonly store: string;
  readonly klaviyo: string;
  readonly differs: boolean;
  /** They are not the same, and have to be so. */
  readonly explained?: boolean;
  /** The first of those that differ, in sentences. */
  readonly problems: readonly string[];
}

const most = 8;

export function row(
  what: string,
  store: number | Money,
  klaviyo: number | Money,
  problems: readonly string[] = [],
): Row {
  const text = (value: number | Money): string =>
    typeof value === 'bigint' ? shown(value) : String(value);
  return {
    what,
    store: text(store),
    klaviyo: text(klaviyo),
    differs: text(store) !== text(klaviyo) || problems.length > 0,
    problems: problems.slice(0, most),
  };
}
