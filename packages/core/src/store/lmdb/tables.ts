import type { Database as LmdbDatabase, Key as LmdbKey, RootDatabase, Transaction } from 'lmdb';
import { CorruptRecord } from '../../event/json.ts';
import type { Key, Range, Table, Tables } from '../engine/database.ts';
import { failureOf, unavailable } from './failure.ts';

type LmdbTable<V> = LmdbDatabase<V>;

/** LMDB asks for mutable arrays as keys, and does not change them. */
const native = (key: Key): LmdbKey => key as LmdbKey;

/** What is thrown while reading, in our words. */
type Explain = (error: unknown) => unknown;

function explainer(directory: string, table: string): Explain {
  return (error) => {
    if (error instanceof SyntaxError) {
      return new CorruptRecord(
        `A record of the table ${table} of the store in ${directory}`,
        error,
      );
    }
    return failureOf(error) === undefined ? error : unavailable(directory, 'read', error);
  };
}

/** How tables are read. */
export interface Reading {
  /** Throws once the database is closed: lmdb would end the process for a read that comes then. */
  readonly assertOpen: () => void;
  /** What they are read in. Default: always what is there now. */
  readonly transaction?: Transaction;
}

function adapt<K extends Key, V>(
  table: LmdbTable<V>,
  explain: Explain,
  { assertOpen, transaction }: Reading,
): Table<K, V> {
  const within = transaction === undefined ? {} : { transaction };
  return {
    get(key) {
      assertOpen();
      try {
        return transaction === undefined ? table.get(native(key)) : table.get(native(key), within);
      } catch (error) {
        throw explain(error);
      }
    },
    put: (key, value) => void table.put(native(key), value),
    remove: (key) => void table.remove(native(key)),
    *range({ start, end, limit, reverse = false }: Range<K>) {
      assertOpen();
      const bounds = reverse
        ? {
            ...within,
            start: native(end),
            end: native(start),
            exclusiveStart: true,
            inclusiveEnd: true,
            reverse,
          }
        : { ...within, start: native(start), end: native(end) };
      const entries = table.getRange(limit === undefined ? bounds : { ...bounds, limit });
      try {
        yield* entries as Iterable<{ key: unknown; value: V }> as Iterable<{ key: K; value: V }>;
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

const byPosition = { keyEncoding: 'uint32' } as const;

export function openLog(root: RootDatabase): LmdbTable<Uint8Array> {
  return root.openDB({ name: 'log', ...byPosition, encoding: 'binary' });
}

export function openTables(
  root: RootDatabase,
  log: LmdbTable<Uint8Array>,
  directory: string,
  reading: Reading,
): Tables {
  const table = <K extends Key, V>(name: string, options: object = {}): Table<K, V> =>
    adapt<K, V>(
      root.openDB<V, LmdbKey>({ name, encoding: 'json', ...options }),
      explainer(directory, name),
      reading,
    );
  return {
    log: adapt(log, explainer(directory, 'log'), reading),
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
