import type { Book } from '@millrace/core';
import * as z from 'zod';
import { Days } from './days.ts';

const day = z.iso.date({ error: 'expected a day such as "2026-07-15"' });

/** What of `reconcile()`'s options can be wrong. */
export const Range = z
  .strictObject({
    from: day,
    until: day,
    timeZone: z
      .string()
      .refine(isTimeZone, 'expected an IANA time zone such as "Europe/Madrid"')
      .optional(),
    events: z.array(z.string().min(1)).min(1),
    depth: z.enum(['days that differ', 'every order']),
    graceMs: z.int().min(0),
    mostListed: z.int().min(1),
    mostAtOnce: z.int().min(1),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], error: 'is before from' });

function isTimeZone(name: string): boolean {
  try {
    return new Days(name).timeZone === name;
  } catch {
    return false;
  }
}

/** What is known of where an event is on its way, for the explanation of what has not arrived. A pipeline has it all. */
export interface Whereabouts {
  deadLetters(query: { readonly messageIds?: readonly string[]; readonly limit?: number }): Promise<
    readonly {
      readonly event: { readonly messageId: string };
      /** Absent when it died before it was routed. */
      readonly destination?: string;
      readonly reason: string;
    }[]
  >;
  held(limit?: number): Promise<readonly Elsewhere[]>;
  drops(limit?: number): Promise<readonly (Omit<Elsewhere, 'destination'> & Partial<Elsewhere>)[]>;
  stats(): {
    readonly destinations: Readonly<Record<string, { readonly pending: number }>>;
  };
}

interface Elsewhere {
  readonly messageId: string;
  readonly destination: string;
  readonly reason: string;
}

/** What `reconcile()` takes. */
export interface ReconcileOptions {
  /** What the shop says, as `store.book()`. */
  readonly source: Book;
  /** What arrived, as `klaviyoBook({ apiKey })`. */
  readonly destination: Book;
  /** Default: Order Completed, Fulfilled, Cancelled and Refunded. */
  readonly events?: readonly string[];
  /** The first day, such as `2026-07-01`. */
  readonly from: string;
  /** The last day, included. */
  readonly until: string;
  /** The IANA time zone in which days are counted. Default: the source's own. */
  readonly timeZone?: string;
  /**
   * `days that differ`, the default, compares sums first, and looks into the days whose sums differ: an order that is
   * missing and one that is too many, of the same day, currency and value, go unseen. `every order` reads both sides whole.
   */
  readonly depth?: 'days that differ' | 'every order';
  /** The pipeline between the two: it says why an event has not arrived. */
  readonly pipeline?: Whereabouts;
  /** What is missing and younger than this, in milliseconds, is taken to be on its way. Default 900,000: 15 minutes. */
  readonly graceMs?: number;
  /** At most so many differences, and so many notes, are listed; all are counted. Default 10,000. */
  readonly mostListed?: number;
  /** About so many entries of a side are held in memory; a day always is. Default 50,000. More days are read in several goes. */
  readonly mostAtOnce?: number;
  /** What time it is, in milliseconds since 1970. Default `Date.now`. */
  readonly now?: () => number;
  /** Ends it: what it throws is the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The events of an order's life. */
export const orderEvents: readonly string[] = [
  'Order Completed',
  'Order Fulfilled',
  'Order Cancelled',
  'Order Refunded',
];
