import type { Book, BookDay, BookQuery, Entry } from '@millrace/core';
import { Big } from 'big.js';

export interface BookOptions extends Partial<Pick<Book, 'reckon'>> {
  readonly name?: string;
  readonly zone?: string;
  /** Whether it has sums of each day at hand. */
  readonly sums?: boolean;
}

/** A book of entries that are all of one event, and what was read of it. */
export function bookOf(
  entries: readonly Entry[],
  { name = 'Shop', zone, sums = false, reckon }: BookOptions = {},
): Book & { readonly asked: BookQuery[] } {
  const asked: BookQuery[] = [];
  const inside = ({ from, until }: BookQuery) =>
    entries.filter(
      ({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(until),
    );
  return {
    name,
    asked,
    timeZone: async () => zone,
    async *entries(query) {
      asked.push(query);
      yield* inside(query);
    },
    ...(sums && {
      days: async (query: BookQuery): Promise<readonly BookDay[]> =>
        inside(query).map((entry) => ({
          ...(entry.account !== undefined && { account: entry.account }),
          ...(entry.currency !== undefined && { currency: entry.currency }),
          day: dayIn(query.timeZone, entry.at),
          count: 1,
          value: new Big(entry.value ?? 0).toFixed(),
        })),
    }),
    ...(reckon && { reckon }),
  };
}

/** As a person would look it up: by another way than the one that is tested. */
export function dayIn(timeZone: string, at: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' }).format(
    new Date(at),
  );
  return parts.split('/').reverse().join('-');
}

/** An order, as a book has it. */
export function entry(key: string, more: Partial<Entry> = {}): Entry {
  return {
    key,
    at: '2026-07-15T12:00:00.000Z',
    value: '10.00',
    currency: 'EUR',
    messageId: `placed:${key}`,
    ...more,
  };
}
