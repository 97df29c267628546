import type { StateChange } from '@millrace/core';
import * as z from 'zod';
import type { Subject } from '../subject.ts';
import type { SweptKind } from './report.ts';

/** How far the sweeps of one kind are. */
export const Cursor = z.object({
  /** Everything that changed before this time, by the store's clock, was met. */
  through: z.iso.datetime(),
  /** What was met shortly before that and is remembered nowhere else, so that the overlap does not bring it again. */
  met: z.array(z.string()).default([]),
});
export type Cursor = z.output<typeof Cursor>;

export const cursorKey = (kind: SweptKind): string => `sweep:${kind}`;

/** What one page of changes comes to. */
export interface News {
  readonly read: number;
  /** What is not known yet: it goes into the inbox. */
  readonly subjects: readonly Subject[];
  /** Everything that changed before this time was met: milliseconds since 1970. */
  readonly through: number;
  /** See {@link Cursor}. */
  readonly met?: readonly string[];
  /** How many of them have something else than a date: whoever looks at them says what is wrong. */
  readonly odd?: number;
}

/** One kind of change, and how its news is read. */
export interface Sweep {
  readonly kind: SweptKind;
  /**
   * What changed since a time, earliest first, page by page.
   *
   * @param since milliseconds since 1970, by the store's clock.
   */
  news(since: number, cursor: Cursor, signal: AbortSignal): AsyncIterable<News>;
}

export const change = (kind: SweptKind, value: Cursor): StateChange => ({
  key: cursorKey(kind),
  value,
});
