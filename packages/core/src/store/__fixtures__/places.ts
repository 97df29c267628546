import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { Database, Key, Table, Tables } from '../engine/database.ts';
import { openStore } from '../engine/open-store.ts';
import { lmdbStore } from '../lmdb/lmdb-store.ts';
import { memoryDatabase } from '../memory/memory-store.ts';
import type { OpenStore } from '../store.ts';

/** A place that knows what a crash would leave of it. */
export interface CrashingPlace extends OpenStore {
  readonly crash: () => CrashingPlace;
}

/** A defect, put between the engine and its database; called each time that the store is opened. */
export type Tamper = (database: Database) => Database;

const untouched: Tamper = (database) => database;

interface Change {
  readonly table: keyof Tables;
  readonly key: Key;
  /** `undefined` when the key was removed. */
  readonly value: unknown;
}

type AnyTable = Table<Key, unknown>;

/** The tables, each as `wrap` makes it. */
export function mapTables(
  tables: Tables,
  wrap: (table: AnyTable, name: keyof Tables) => AnyTable,
): Tables {
  const entries = Object.entries(tables) as [keyof Tables, AnyTable][];
  return Object.fromEntries(
    entries.map(([name, table]) => [name, wrap(table, name)]),
  ) as unknown as Tables;
}

/** A table that does as another one does, but for what is given. */
export function altered(table: AnyTable, changes: Partial<AnyTable>): AnyTable {
  return {
    get: (key) => table.get(key),
    put: (key, value) => table.put(key, value),
    remove: (key) => table.remove(key),
    range: (range) => table.range(range),
    ...changes,
  };
}

/** A memory database that notes on `disk` what each write has changed: a turn of the event loop later, as a disk would. */
async function flushing(disk: Change[]): Promise<Database> {
  const memory = memoryDatabase();
  await memory.write(() => {
    for (const { table, key, value } of disk) {
      const target = memory.tables[table] as AnyTable;
      if (value === undefined) target.remove(key);
      else target.put(key, value);
    }
  });
  let changes: Change[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const tables = mapTables(memory.tables, (table, name) =>
    altered(table, {
      put(key, value) {
        table.put(key, value);
        changes.push({ table: name, key, value });
      },
      remove(key) {
        table.remove(key);
        changes.push({ table: name, key, value: undefined });
      },
    }),
  );
  return {
    ...memory,
    tables,
    async write<T>(fn: () => T): Promise<T> {
      const written = memory.write(() => {
        changes = [];
        return { result: fn(), changes };
      });
      const flushed = Promise.all([written, last]).then(() => setImmediate());
      last = flushed.catch(() => undefined);
      await flushed;
      const { result, changes: ours } = await written;
      disk.push(...ours);
      return result;
    },
    async close() {
      await last;
      await memory.close();
    },
  };
}

/** A memory store that a crash leaves something of: what it has flushed. */
export function memoryPlace(tamper: Tamper = untouched, disk: Change[] = []): CrashingPlace {
  let database: Promise<Database> | undefined;
  const open: OpenStore = async (environment) => {
    database ??= flushing(disk);
    return openStore(tamper(await database), environment);
  };
  return Object.assign(open, { crash: () => memoryPlace(tamper, [...disk]) });
}

// In memory where there is such a thing: these places prove what is written and when, not what the disk keeps.
const parent = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const directories: string[] = [];

function newDirectory(): string {
  const directory = mkdtempSync(join(parent, 'millrace-'));
  directories.push(directory);
  return directory;
}

/** Removes what the places of this file have left; to be called when no store of theirs is open. */
export function removePlaces(): void {
  for (const directory of directories.splice(0))
    rmSync(directory, { recursive: true, force: true });
}

/** What is in a file, as it was at one moment, though somebody writes to it. */
function still(file: string): Buffer {
  let before = readFileSync(file);
  for (;;) {
    const now = readFileSync(file);
    if (now.equals(before)) return now;
    before = now;
  }
}

/** An LMDB store in a directory of its own; a crash leaves the file as it is then. */
export function lmdbPlace(directory: string = newDirectory()): CrashingPlace {
  return Object.assign(lmdbStore(directory), {
    crash: () => {
      const copy = newDirectory();
      const file = join(directory, 'data.mdb');
      if (existsSync(file)) writeFileSync(join(copy, 'data.mdb'), still(file));
      return lmdbPlace(copy);
    },
  });
}
