import { mkdir } from 'node:fs/promises';
import { MillraceError } from '../../event/error.ts';
import { openStore } from '../engine/open-store.ts';
import { StoreUnavailable } from '../errors.ts';
import type { OpenStore } from '../store.ts';
import { openLmdb } from './lmdb-database.ts';

/**
 * The embedded store: LMDB files in `directory`, which is made if it is not there. Durable against a crash of the
 * process and of the machine. docs/decisions/0002-lmdb.md says why.
 *
 * @throws {StoreUnavailable} when the directory cannot be made, read or written, or holds another version's files.
 */
export function lmdbStore(directory: string): OpenStore {
  return async (environment) => {
    try {
      await mkdir(directory, { recursive: true });
      return openStore(openLmdb(directory), environment);
    } catch (error) {
      if (MillraceError.isInstance(error)) throw error;
      const why = error instanceof Error ? error.message : String(error);
      throw new StoreUnavailable(
        `The store in ${directory} cannot be opened: ${why}. Check that the directory exists and may be written.`,
        error,
      );
    }
  };
}
