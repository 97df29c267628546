import { UnexpectedAnswer } from './errors.ts';

/**
 * The last id of a page of a list that is read by id, each page from behind the last one.
 *
 * @param last the last id before this page.
 * @throws {UnexpectedAnswer} when the page does not lie behind it: the store ignores where it was to begin, and reading on
 *   would never end.
 */
export function lastIdBeyond(
  last: number,
  rows: readonly { readonly id: number }[],
  path: string,
): number {
  if (rows.length === 0 || rows.some(({ id }) => id <= last)) {
    throw new UnexpectedAnswer(`${path} with what was not asked for: ids above ${last} were`);
  }
  return rows.reduce((most, { id }) => Math.max(most, id), last);
}

/**
 * Looks at the pages of a list that is read by numbers or cursors.
 *
 * @throws {UnexpectedAnswer} when one is the page before once more: the store ignores which one was asked for.
 */
export function eachAnother(path: string): (page: unknown) => void {
  let before: string | undefined;
  return (page) => {
    const now = JSON.stringify(page);
    if (now === before) throw new UnexpectedAnswer(`${path} with the same page once more`);
    before = now;
  };
}
