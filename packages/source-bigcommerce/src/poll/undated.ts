import type { Subject } from '../subject.ts';
import type { News, Sweep } from './cursor.ts';
import { remember, unmet } from './met.ts';
import type { SweptKind } from './report.ts';

/** A list of what changed since a time, which does not come in the order of that time. */
export interface UndatedList<T extends { readonly id: string | number }> {
  pages(since: number, signal: AbortSignal): AsyncIterable<readonly T[]>;
  /** When it changed: ISO 8601, UTC. */
  at(item: T): string | undefined;
  subject(item: T): Subject;
  isNews(item: T): Promise<boolean>;
}

/**
 * A sweep over such a list. Anything may come last in it, so the cursor moves once all of it was read; until then what was
 * met is remembered, and not looked at twice.
 */
export function undated<T extends { readonly id: string | number }>(
  kind: SweptKind,
  overlapMs: number,
  list: UndatedList<T>,
): Sweep {
  return {
    kind,
    async *news(since, cursor, signal): AsyncGenerator<News> {
      const begin = Date.parse(cursor.through);
      let latest = begin;
      let met: readonly string[] = cursor.met;
      for await (const page of list.pages(since, signal)) {
        const changes = page.map((item) => ({ item, id: item.id, at: list.at(item) }));
        const fresh = unmet(changes, met);
        const news = await Promise.all(fresh.map(({ item }) => list.isNews(item)));
        const subjects = fresh
          .filter((_, index) => news[index])
          .map(({ item }) => list.subject(item));
        for (const { at } of changes) latest = Math.max(latest, Date.parse(at ?? cursor.through));
        met = remember(changes, met, since);
        const odd = changes.filter(({ at }) => at === undefined).length;
        yield { read: page.length, subjects: once(subjects), through: begin, met, odd };
      }
      yield {
        read: 0,
        subjects: [],
        through: latest,
        met: remember([], met, latest - overlapMs),
      };
    },
  };
}

/** Each once: an order may have several refunds. */
function once(subjects: readonly Subject[]): readonly Subject[] {
  return [...new Map(subjects.map((subject) => [subject.id, subject])).values()];
}
