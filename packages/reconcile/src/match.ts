import { decimal } from './decimal.ts';
import type { Difference } from './report.ts';
import type { Line } from './side.ts';

/** A difference before anybody has looked for its reason. */
export interface Raw {
  readonly kind: Difference['kind'];
  readonly source?: Line;
  readonly destination?: Line;
}

/** How often the two sides of a pair are so many minutes apart. */
export type Shifts = Map<number, number>;

/**
 * Pairs the lines of both sides that have the same account, key and day. A line has at most one partner: what is there more
 * often on one side than on the other is left over.
 *
 * @param shifts every pair is counted here.
 * @returns what differs, and what is left over as `missing`, `extra` or `twice`.
 */
export function match(
  source: readonly Line[],
  destination: readonly Line[],
  shifts: Shifts,
): readonly Raw[] {
  return paired(
    source,
    destination,
    ({ account, key, day }) => `${account}\n${key}\n${day}`,
    shifts,
  );
}

/** What lies just outside the stretch of time, on each side: it is compared with what has no partner inside, only. */
export interface Margins {
  readonly source: readonly Line[];
  readonly destination: readonly Line[];
}

/** Pairs what is missing on one day with what is extra on another one. */
export function acrossDays(raw: readonly Raw[], margins: Margins, shifts: Shifts): readonly Raw[] {
  const missing = raw.flatMap(({ kind, source }) => (kind === 'missing' && source) || []);
  const extra = raw.flatMap(({ kind, destination }) => (kind === 'extra' && destination) || []);
  const others = raw.filter(({ kind }) => kind !== 'missing' && kind !== 'extra');
  const outside = new Set([...margins.source, ...margins.destination]);
  // Those inside first, so that none of them loses its partner to one outside.
  const again = paired(
    [...missing.sort(inOrder), ...margins.source],
    [...extra.sort(inOrder), ...margins.destination],
    ({ account, key }) => `${account}\n${key}`,
    shifts,
  ).filter(({ source, destination }) =>
    [source, destination].some((line) => line !== undefined && !outside.has(line)),
  );
  return [...others, ...again].sort((a, b) => inOrder(lineOf(a), lineOf(b)));
}

function paired(
  source: readonly Line[],
  destination: readonly Line[],
  nameOf: (line: Line) => string,
  shifts: Shifts,
): readonly Raw[] {
  const found: Raw[] = [];
  const theirs = new Map<string, Line[]>();
  for (const line of destination) {
    const same = theirs.get(nameOf(line));
    if (same === undefined) theirs.set(nameOf(line), [line]);
    else same.push(line);
  }
  const known = new Set<string>();
  for (const line of source) {
    const name = nameOf(line);
    const partner = theirs.get(name)?.shift();
    if (partner === undefined) {
      found.push({ kind: 'missing', source: line });
      continue;
    }
    known.add(name);
    const minutes = Math.round((Date.parse(partner.at) - Date.parse(line.at)) / 60_000);
    shifts.set(minutes, (shifts.get(minutes) ?? 0) + 1);
    const kind = differenceOf(line, partner);
    if (kind !== undefined) found.push({ kind, source: line, destination: partner });
  }
  for (const [name, left] of theirs) {
    const kind = known.has(name) ? 'twice' : 'extra';
    for (const line of left) found.push({ kind, destination: line });
  }
  return found;
}

function differenceOf(a: Line, b: Line): 'day' | 'value' | undefined {
  if (a.day !== b.day) return 'day';
  if (a.currency !== b.currency || !decimal(a.value).eq(decimal(b.value))) return 'value';
  return undefined;
}

const lineOf = ({ source, destination }: Raw): Line => (source ?? destination) as Line;

/** By day, then by all that tells one line from another, so that nothing depends on the order in which they came. */
function inOrder(a: Line, b: Line): number {
  const name = ({ day, account, key, at, value, currency }: Line): string =>
    [day, account, key, at, value, currency].join('\n');
  const [left, right] = [name(a), name(b)];
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
