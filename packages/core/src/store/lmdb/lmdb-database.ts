import { join } from 'node:path';
import { open, type Database as LmdbDatabase, type Key as LmdbKey, type RootDatabase } from 'lmdb';
import type { Database, Key, Range, Table, Tables } from '../engine/database.ts';
import { FileScratch } from './scratch.ts';
import { StoreFull, StoreUnavailable } from '../errors.ts';

/** Raised when the tables change in a way that an older version could not read. */
const format = 1;

/** Events are one to a few kilobytes: with LMDB's usual 4 KiB pages each would take a page of its own. */
const pageSize = 16_384;

const noSpace = /MDB_MAP_FULL|ENOSPC|No space left/i;

type LmdbTable<V> = LmdbDatabase<V>;

/** LMDB asks for mutable arrays as keys, and does not change them. */
const native = (key: Key): LmdbKey => key as LmdbKey;

function adapt<K extends Key, V>(table: LmdbTable<V>): Table<K, V> {
  return {
    get: (key) => table.get(native(key)),
    put: (key, value) => void table.put(native(key), value),
    remove: (key) => void table.remove(native(key)),
    range({ start, end, limit, reverse = false }: Range<K>) {
      const bounds = reverse
        ? {
            start: native(end),
            end: native(start),
            exclusiveStart: true,
            inclusiveEnd: true,
            reverse,
          }
        : { start: native(start), end: native(end) };
      const entries = table.getRange(limit === undefined ? bounds : { ...bounds, limit });
      return entries as Iterable<{ key: unknown; value: V }> as Iterable<{ key: K; value: V }>;
    },
  };
}

const byPosition = { keyEncoding: 'uint32' } as const;

function openLog(root: RootDatabase): LmdbTable<Uint8Array> {
  return root.openDB({ name: 'log', ...byPosition, encoding: 'binary' });
}

function openTables(root: RootDatabase, log: LmdbTable<Uint8Array>): Tables {
  const table = <K extends Key, V>(name: string, options: object = {}): Table<K, V> =>
    adapt<K, V>(root.openDB<V, LmdbKey>({ name, encoding: 'json', ...options }));
  return {
    log: adapt(log),
    messageIds: table('messageIds', { encoding: 'ordered-binary' }),
    identifiers: table('identifiers', { encoding: 'ordered-binary' }),
    profiles: table('profiles', byPosition),
    destinations: table('destinations'),
    routed: table('routed'),
    totals: table('totals'),
    exceptions: table('exceptions'),
    due: table('due'),
    byProfile: table('byProfile'),
    dead: table('dead'),
    drops: table('drops'),
    memory: table('memory'),
  };
}

function checkFormat(root: RootDatabase, directory: string): Promise<unknown> | undefined {
  const meta = root.openDB<number, string>({ name: 'meta', encoding: 'json' });
  const found = meta.get('format');
  if (found === undefined) return meta.put('format', format);
  if (found === format) return undefined;
  throw new StoreUnavailable(
    `The store in ${directory} was written in format ${found}, and this version reads format ${format}. Drain it with the version that wrote it, or give another directory.`,
  );
}

export function openLmdb(directory: string): Database {
  const root = open({
    path: directory,
    maxDbs: 32,
    pageSize,
    // A commit resolves after its pages are on the disk, not before.
    overlappingSync: false,
  });
  const formatted = checkFormat(root, directory);
  const log = openLog(root);
  const tables = openTables(root, log);
  const scratch = new FileScratch(join(directory, 'scratch'));
  return {
    name: 'lmdb',
    tables,
    scratch,
    async write(fn) {
      try {
        // A child transaction, as only that is undone when `fn` throws.
        return await root.childTransaction(fn);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        if (noSpace.test(message)) throw new StoreFull('the disk is full', error);
        throw error;
      }
    },
    lastPosition() {
      for (const key of log.getKeys({ reverse: true, limit: 1 })) return key as number;
      return 0;
    },
    async close() {
      await formatted;
      scratch.close();
      await root.close();
    },
  };
}
