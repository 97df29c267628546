import type { KlaviyoFinding } from './finding.ts';

/** Klaviyo: API versioning and deprecation policy: stable for a year, deprecated for another, then retired. */
const stableYears = 1;
const yearsAlive = 2;
/** How long before its end a revision becomes urgent, in milliseconds: the time between two revisions. */
const urgentMs = 90 * 24 * 60 * 60 * 1_000;

/** Says it when a revision, which is a date, nears its end. `now`: milliseconds since 1970. */
export function revisionEnd(revision: string, now: number): readonly KlaviyoFinding[] {
  const deprecated = yearsAfter(revision, stableYears);
  const retired = yearsAfter(revision, yearsAlive);
  // What is no date of the calendar is nothing to be warned of: Klaviyo will say so.
  if (!(now >= Date.parse(deprecated))) return [];
  const remedy =
    'Update this package, or set revision to a newer one and try it with a test account.';
  if (now >= Date.parse(retired)) {
    const reason = `Revision ${revision} of Klaviyo's API was retired on ${retired}: requests are refused, or judged by rules of another one`;
    return [{ level: 'error', kind: 'revision_retired', reason, remedy }];
  }
  const reason = `Revision ${revision} of Klaviyo's API is deprecated since ${deprecated}, and will be retired on ${retired}`;
  const isUrgent = now >= Date.parse(retired) - urgentMs;
  return [{ level: isUrgent ? 'error' : 'warning', kind: 'revision_deprecated', reason, remedy }];
}

/** As a date: `2028-07-15`. */
function yearsAfter(revision: string, years: number): string {
  return `${Number(revision.slice(0, 4)) + years}${revision.slice(4, 10)}`;
}
