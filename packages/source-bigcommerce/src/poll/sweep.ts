import type { SourceContext } from '@millrace/core';
import type { Inbox } from '../memory/inbox.ts';
import type { Subject } from '../subject.ts';
import { change, Cursor, cursorKey, type Sweep } from './cursor.ts';
import type { Swept } from './report.ts';

export interface SweepParts {
  readonly context: SourceContext;
  readonly inbox: Pick<Inbox, 'notice'>;
  /** Is told of what is in the inbox now. */
  readonly add: (subject: Subject) => void;
  /** How far before its cursor a sweep begins, in milliseconds. */
  readonly overlapMs: number;
  /** Where the very first sweep begins: ISO 8601, UTC. What is older is the backfill's. */
  readonly beginning: string;
}

/**
 * Puts into the inbox what changed in the store and is not known here. What is known changes nothing: no event, no look,
 * and no write but the cursor's. The cursor moves with each page, in one commit with what the page brought.
 *
 * The cursor is the time of what was met, by the store's clock, and ours plays no part; it never passes the store's own
 * time, so that one thing with a date in the future does not hide all that comes before it.
 *
 * @param vendorNow the store's time when the sweep began, in milliseconds; `undefined` when it does not tell.
 * @param tell is given what was done so far, page by page, also of a sweep that fails later.
 */
export async function sweep(
  of: Sweep,
  { context, inbox, add, overlapMs, beginning }: SweepParts,
  vendorNow: number | undefined,
  tell: (swept: Swept) => void,
  signal: AbortSignal,
): Promise<void> {
  const latest = vendorNow ?? Number.POSITIVE_INFINITY;
  const known = Cursor.safeParse(await context.recall(cursorKey(of.kind))).data;
  let cursor: Cursor = known ?? {
    through: iso(Math.min(Date.parse(beginning), latest)),
    met: [],
  };
  const { logger } = context;
  // Where it all began is kept, whether something happened since or not.
  if (known === undefined) await context.commit([], [change(of.kind, cursor)]);
  const swept = { read: 0, noticed: 0, through: cursor.through };
  tell({ ...swept });
  const since = Date.parse(cursor.through) - overlapMs;
  let isOdd = false;
  for await (const { read, subjects, through, met = [], odd = 0 } of of.news(
    since,
    cursor,
    signal,
  )) {
    if (odd > 0 && !isOdd) {
      logger.warn({ kind: of.kind }, 'A sweep met changes without a date: each is looked at.');
      isOdd = true;
    }
    const next: Cursor = {
      through: iso(Math.max(Date.parse(cursor.through), Math.min(through, latest))),
      met: [...met],
    };
    if (subjects.length > 0 || !same(next, cursor)) {
      await inbox.notice(subjects, [change(of.kind, next)]);
    }
    for (const subject of subjects) add(subject);
    cursor = next;
    swept.read += read;
    swept.noticed += subjects.length;
    swept.through = cursor.through;
    tell({ ...swept });
  }
}

const iso = (ms: number): string => new Date(ms).toISOString();

const same = (a: Cursor, b: Cursor): boolean =>
  a.through === b.through &&
  a.met.length === b.met.length &&
  a.met.every((id, at) => id === b.met[at]);
