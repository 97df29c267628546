import { MillraceError } from '@millrace/core';
import * as z from 'zod';
import type { BackfillPart, BackfillProgress } from './report.ts';

/** Thrown when a second backfill is asked for while one is under way, or one of a source that is stopped. */
export class BackfillRefused extends MillraceError {}

const expectedTime = 'expected a Date, or text such as "2025-01-01T00:00:00+01:00"';
const time = z
  .union([z.date(), z.iso.datetime({ offset: true, error: expectedTime })], {
    error: expectedTime,
  })
  .transform((at) => new Date(at).toISOString());

const parts = ['customers', 'subscribers', 'orders'] as const satisfies readonly BackfillPart[];

/** What `backfill()` takes. */
export const Options = z
  .strictObject({
    /** What was created at this time or later. Default: from the beginning. */
    from: time.optional(),
    /** What was created before this time. Default: the source's first start; what is newer is the live feed's. */
    until: time.optional(),
    /** What is read; always in the order of the default: customers, subscribers, orders. */
    what: z
      .array(z.enum(parts))
      .min(1)
      .default([...parts])
      .transform((what) => parts.filter((part) => what.includes(part))),
    /**
     * The part of the store's API quota that it may use, and sweeps with it: above 0, at most 0.8, since a fifth is
     * always left to the other apps of the store. Default 0.5.
     */
    share: z.number().gt(0).max(0.8).default(0.5),
    /** Begins anew when the same range was finished before. What was told stays told once. Default false. */
    again: z.boolean().default(false),
    /** Stops it, after the page that is being written. The same call goes on from there. */
    signal: z.instanceof(AbortSignal).optional(),
    /** Is called after each page, when it begins and ceases to wait, and once at the end: `showProgress()`. */
    onProgress: z
      .custom<(progress: BackfillProgress) => void>((value) => typeof value === 'function', {
        error: 'expected a function such as showProgress()',
      })
      .optional(),
  })
  .refine(({ from, until }) => from === undefined || until === undefined || from < until, {
    path: ['until'],
    error: 'expected a time after from',
  });

/**
 * The same, for a source that first started then: without `until`, there must be something before that.
 *
 * @param historyBefore ISO 8601, UTC.
 */
export const optionsOf = (historyBefore: string) =>
  Options.refine(
    ({ from, until }) => from === undefined || until !== undefined || from < historyBefore,
    {
      path: ['from'],
      error: `without until, expected a time before the source's first start, ${historyBefore}: what is newer is the live feed's`,
    },
  );

/** The options of `backfill()`, as a caller writes them. */
export type BackfillOptions = z.input<typeof Options>;
