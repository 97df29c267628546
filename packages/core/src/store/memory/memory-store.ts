import type { Database } from '../engine/database.ts';
import { openStore } from '../engine/open-store.ts';
import type { OpenStore } from '../store.ts';
import { MemoryScratch } from './memory-scratch.ts';
import { SortedTable } from './sorted-table.ts';

/** Keeps everything in memory: for tests, and for nothing else, as a crash loses all of it. */
export function memoryStore(): OpenStore {
  // Made once, outside: a test that opens the same store again finds what was in it, as after a restart.
  const database = memoryDatabase();
  return async (environment) => openStore(database, environment);
}

function memoryDatabase(): Database {
  const undo: (() => void)[] = [];
  const log = new SortedTable<number, Uint8Array>(undo);
  let queue: Promise<unknown> = Promise.resolve();
  return {
    name: 'memory',
    tables: {
      log,
      messageIds: new SortedTable(undo),
      identifiers: new SortedTable(undo),
      profiles: new SortedTable(undo),
      destinations: new SortedTable(undo),
      routed: new SortedTable(undo),
      totals: new SortedTable(undo),
      exceptions: new SortedTable(undo),
      due: new SortedTable(undo),
      byProfile: new SortedTable(undo),
      dead: new SortedTable(undo),
      drops: new SortedTable(undo),
      memory: new SortedTable(undo),
    },
    scratch: new MemoryScratch(),
    write<T>(fn: () => T): Promise<T> {
      const written = queue.then(() => {
        undo.length = 0;
        try {
          return fn();
        } catch (error) {
          for (const revert of undo.reverse()) revert();
          throw error;
        }
      });
      queue = written.catch(() => undefined);
      return written;
    },
    lastPosition: () => log.last() ?? 0,
    close: async () => undefined,
  };
}
