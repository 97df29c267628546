import { NotFound, UnexpectedAnswer } from '../api/errors.ts';
import { reasonOf } from '../work/failure.ts';

/** What came of reading many. */
export interface ReadEach<I, T> {
  readonly read: readonly T[];
  /** Those that could not be read, and why. */
  readonly unread: readonly { readonly item: I; readonly reason: string }[];
}

/**
 * Reads all of them together, or, when something is amiss with one of them, each by itself: one that is not understood must
 * not take the others with it.
 *
 * @throws {ApiError} when none of them is to blame, but the store or the access token.
 */
export async function readEach<I, T>(
  items: readonly I[],
  read: (some: readonly I[]) => Promise<readonly T[]>,
): Promise<ReadEach<I, T>> {
  try {
    return { read: await read(items), unread: [] };
  } catch (error) {
    if (!isOfOne(error)) throw error;
  }
  const found: T[] = [];
  const unread: { item: I; reason: string }[] = [];
  for (const item of items) {
    try {
      found.push(...(await read([item])));
    } catch (error) {
      if (!isOfOne(error)) throw error;
      unread.push({ item, reason: reasonOf(error) });
    }
  }
  return { read: found, unread };
}

function isOfOne(error: unknown): boolean {
  return error instanceof NotFound || error instanceof UnexpectedAnswer;
}
