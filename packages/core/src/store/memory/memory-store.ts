import { setImmediate } from 'node:timers';
import type { Database, Tables } from '../engine/database.ts';
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

export function memoryDatabase(): Database {
  const undo: (() => void)[] = [];
  const log = new SortedTable<number, Uint8Array>(undo);
  let queue: Promise<unknown> = Promise.resolve();
  const watchers = new Set<() => void>();
  const tables = {
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
  } satisfies Tables;
  return {
    name: 'memory',
    tables,
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
      queue = written.then(
        () => {
          if (watchers.size > 0) setImmediate(() => watchers.forEach((tell) => tell()));
        },
        () => undefined,
      );
      return written;
    },
    watch(_clock, fn) {
      const tell = (): void => fn();
      watchers.add(tell);
      return () => void watchers.delete(tell);
    },
    isFull: () => false,
    lastPosition: () => log.last() ?? 0,
    snapshot: () => ({ tables: snapshotOf(tables), release: () => undefined }),
    close: async () => undefined,
  };
}

function snapshotOf(tables: Tables): Tables {
  const entries = Object.entries(tables) as [string, SortedTable<string, unknown>][];
  return Object.fromEntries(
    entries.map(([name, table]) => [name, table.snapshot()]),
  ) as unknown as Tables;
}
