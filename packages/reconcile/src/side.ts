import type { Book, BookQuery, Entry } from '@millrace/core';
import type { Days } from './days.ts';

/** An entry with all that is optional decided. */
export interface Line {
  readonly account: string;
  readonly key: string;
  readonly order: string;
  /** ISO 8601, UTC, with milliseconds. */
  readonly at: string;
  readonly day: string;
  readonly value: string;
  readonly currency: string;
  readonly messageId: string | undefined;
  readonly note: Entry['note'];
  /** What it would be worth if it were told today, where it would be told in another way. */
  readonly today: string | undefined;
}

/** An entry, and what it would be worth today. */
interface Expected {
  readonly entry: Entry;
  readonly today?: string | undefined;
}

/** What a destination should have of an entry of the source. */
export type Expect = (entry: Entry) => readonly Expected[];

/** Taken as it is. */
export const asItIs: Expect = (entry) => [{ entry }];

/** As the destination reckons, if it can. */
export function reckonedBy(destination: Book): Expect {
  if (destination.reckon === undefined) return asItIs;
  const reckon = destination.reckon.bind(destination);
  return (entry) => {
    const { told, today, note, messageId, order = entry.key } = entry;
    if (told === undefined) return [{ entry }];
    const values = new Map(today && reckon(today).map((each) => [nameOf(each), each.value ?? '0']));
    return reckon(told).map((each) => ({
      entry: { ...each, order, ...(messageId && { messageId }), ...(note && { note }) },
      today: today && (values.get(nameOf(each)) ?? '0'),
    }));
  };
}

const nameOf = ({ account = '', key }: Entry): string => `${account}\n${key}`;

/** Reads one side: what a query asks for, and nothing that lies outside of it. */
export async function* linesOf(
  book: Book,
  query: BookQuery,
  days: Days,
  expect: Expect = asItIs,
): AsyncGenerator<Line> {
  for await (const entry of book.entries(query)) {
    query.signal.throwIfAborted();
    for (const each of expect(entry)) {
      const line = lineOf(each, query, days);
      if (line.at >= query.from && line.at < query.until) yield line;
    }
  }
}

function lineOf({ entry, today }: Expected, { event }: BookQuery, days: Days): Line {
  const { account = event, key, order = key, value = '0', currency = '', messageId, note } = entry;
  const ms = Date.parse(entry.at);
  // One form for all: ISO 8601 has several, and they are compared as text.
  const at = new Date(ms).toISOString();
  const day = days.of(ms);
  return { account, key, order, at, day, value, currency, messageId, note, today };
}
