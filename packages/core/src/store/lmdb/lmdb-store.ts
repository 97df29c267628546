import { mkdir } from 'node:fs/promises';
import { MillraceError } from '../../event/error.ts';
import { openStore } from '../engine/open-store.ts';
import type { OpenStore } from '../store.ts';
import { unavailable } from './failure.ts';
import { checkFile } from './header.ts';
import { openLmdb } from './lmdb-database.ts';
import { Opening } from './opening.ts';

/**
 * The embedded store: LMDB files in `directory`, which is made if it is not there. Durable against a crash of the
 * process and of the machine. docs/decisions/0002-lmdb.md says why.
 *
 * @throws {StoreUnavailable} when the directory cannot be made, read or written, when its files are damaged, or when they
 *   are another version's.
 */
export function lmdbStore(directory: string): OpenStore {
  return async (environment) => {
    let opening: Opening | undefined;
    try {
      await mkdir(directory, { recursive: true });
      opening = Opening.begin(directory);
      checkFile(directory, opening.isSuspicious);
      const database = await openLmdb(directory, environment.clock);
      try {
        const store = openStore(database, environment);
        opening.done();
        return store;
      } catch (error) {
        await database.close();
        throw error;
      }
    } catch (error) {
      opening?.failed();
      throw MillraceError.isInstance(error) ? error : unavailable(directory, 'opened', error);
    }
  };
}
