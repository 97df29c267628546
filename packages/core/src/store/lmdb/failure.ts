import { getSystemErrorName } from 'node:util';
import { StoreUnavailable } from '../errors.ts';

/** What the system or LMDB says was wrong: `ENOSPC`, `EIO`, `MDB_PANIC`. */
export type FailureName = string;

/** LMDB's own errors, by the numbers in lmdb.h. */
const ofLmdb: Readonly<Record<number, FailureName>> = {
  [-30797]: 'MDB_PAGE_NOTFOUND',
  [-30796]: 'MDB_CORRUPTED',
  [-30795]: 'MDB_PANIC',
  [-30794]: 'MDB_VERSION_MISMATCH',
  [-30793]: 'MDB_INVALID',
  [-30792]: 'MDB_MAP_FULL',
  [-30790]: 'MDB_READERS_FULL',
  [-30788]: 'MDB_TXN_FULL',
  [-30779]: 'MDB_PROBLEM',
};

const damaged =
  'its files are damaged. Restore the directory from a backup; or move it away and start with an empty one, and let backfill and reconcile of the sources bring the orders back: what was not delivered yet is then in the old directory';
const descriptors =
  'this process, or the system, has no file descriptors left (`ulimit -n`). Raise the limit, or find what leaks them';
const denied =
  'this process may not write there. Give it the directory and the files in it, and see that the disk is not mounted read-only';
const notADirectory = 'a file is in the way. Give a directory, or a path where one can be made';

/** What each means for the person who has to do something about it. */
const meanings: Readonly<Record<FailureName, string>> = {
  EMFILE: descriptors,
  ENFILE: descriptors,
  EACCES: denied,
  EPERM: denied,
  EROFS: denied,
  EEXIST: notADirectory,
  ENOTDIR: notADirectory,
  EISDIR: 'one of its files is a directory. Move it away',
  EIO: 'the disk failed (EIO). Look at the log of the system, and at the disk',
  ENOMEM: 'there is not enough memory to map it',
  MDB_CORRUPTED: damaged,
  MDB_PAGE_NOTFOUND: damaged,
  MDB_INVALID: damaged,
  MDB_VERSION_MISMATCH: 'it is not a store of Millrace. Give another directory',
  MDB_PANIC:
    'an earlier write failed half-way, so that no other may follow. Restart the process: what was acknowledged is there',
  MDB_READERS_FULL: 'too many processes have it open',
};

const full = new Set<FailureName>(['ENOSPC', 'EDQUOT', 'EFBIG', 'MDB_MAP_FULL']);

/** LMDB throws numbers, Node throws names. Undefined for an error that is not about files. */
export function failureOf(error: unknown): FailureName | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  if (typeof code === 'string') return code;
  if (typeof code !== 'number') return undefined;
  if (code < 0) return ofLmdb[code] ?? `LMDB ${code}`;
  return getSystemErrorName(-code);
}

/** Whether a failure means that there is no room. */
export function isFull(failure: FailureName): boolean {
  return full.has(failure);
}

/** The error for a store that cannot be used. @param what `opened`, `written`. */
export function unavailable(directory: string, what: string, error: unknown): StoreUnavailable {
  const failure = failureOf(error);
  const why = error instanceof Error ? error.message : String(error);
  const meaning =
    (failure === undefined ? undefined : meanings[failure]) ??
    (failure !== undefined && isFull(failure)
      ? 'the disk is full. Make room'
      : `${why}. Check that the directory exists and may be written`);
  return new StoreUnavailable(`The store in ${directory} cannot be ${what}: ${meaning}.`, error);
}
