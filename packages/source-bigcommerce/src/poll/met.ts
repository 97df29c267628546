/** Of more than so many, the latest are remembered. What is forgotten is looked at once more, which harms nothing. */
const most = 2_000;

/** Something that changed at a time. */
export interface Change {
  readonly id: string | number;
  /** ISO 8601, UTC. Without it, there is no telling one change from another. */
  readonly at: string | undefined;
}

const mark = ({ id, at }: Change): string | undefined => at && `${at}/${id}`;

/** Those of the changes that were not met before. */
export function unmet<T extends Change>(
  changes: readonly T[],
  met: readonly string[],
): readonly T[] {
  const before = new Set(met);
  return changes.filter((change) => !before.has(mark(change) ?? ''));
}

/**
 * What the next sweep, which begins a little earlier than this one ended, is to know again.
 *
 * @param from milliseconds since 1970: where it begins.
 */
export function remember(
  changes: readonly Change[],
  met: readonly string[],
  from: number,
): string[] {
  const since = new Date(from).toISOString();
  const all = new Set([...met, ...changes.flatMap((change) => mark(change) ?? [])]);
  // A mark begins with its time, in UTC, so that texts are in the order of the times.
  return [...all]
    .filter((text) => text >= since)
    .toSorted()
    .slice(-most);
}
