import { parseFilter } from '../protocol/filter.ts';
import { invalid } from '../protocol/problems.ts';
import { Refused } from '../protocol/refusal.ts';
import type { Range } from './intervals.ts';
import type { WallClock } from './wall-clock.ts';

const FILTERS = { datetime: ['greater-or-equal', 'less-than'] } as const;
const YEAR_MS = 366 * 24 * 3_600_000;

/**
 * The time range that the filters name: both its ends must be there, and at most a year lies between them. Other filters
 * are not known here.
 *
 * Klaviyo: Query Metric Aggregates, `filter`. It does not say what zone a time without one is of: here, that of the query.
 */
export function timeRange(filters: readonly string[], clock: WallClock): Range {
  const terms = filters.flatMap((filter) => parseFilter(filter, FILTERS));
  const bound = (operator: string): number => {
    const [term, another] = terms.filter((each) => each.operator === operator);
    const at = term === undefined ? Number.NaN : instantOf(term.values[0] ?? '', clock);
    if (Number.isNaN(at) || another !== undefined) {
      throw refused(`One '${operator}' filter on datetime is required.`);
    }
    return at;
  };
  const [from, until] = [bound('greater-or-equal'), bound('less-than')];
  if (from >= until) throw refused('The time range must end after it begins.');
  if (until - from > YEAR_MS) throw refused('The time range must not be longer than one year.');
  return { from, until };
}

function instantOf(text: string, clock: WallClock): number {
  if (/(Z|[+-]\d\d:?\d\d)$/.test(text) && text.includes('T')) return Date.parse(text);
  const shown = Date.parse(text.includes('T') ? `${text}Z` : text);
  return Number.isNaN(shown) ? shown : clock.instant(shown);
}

function refused(detail: string): Refused {
  return new Refused([invalid('/data/attributes/filter', detail)]);
}
