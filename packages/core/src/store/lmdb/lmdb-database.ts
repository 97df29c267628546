import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { open, type RootDatabase, type Transaction } from 'lmdb';
import type { Clock } from '../../observe/clock.ts';
import type { Database, Tables } from '../engine/database.ts';
import { upgradeFrom1 } from '../engine/upgrade.ts';
import { StoreFull, StoreUnavailable } from '../errors.ts';
import { Disk } from './disk.ts';
import { Reserve } from './reserve.ts';
import { FileScratch } from './scratch.ts';
import { openLog, openTables, type Reading } from './tables.ts';
import { watchCommits } from './watch.ts';

/** Raised when the tables change in a way that an older version could not read. */
const format = 2;

/** Events are one to a few kilobytes: with LMDB's usual 4 KiB pages each would take a page of its own. */
const pageSize = 16_384;

/** What is kept back for a full disk: bytes, and on a small disk this part of it. */
const mostReserve = { bytes: 16 * 1024 * 1024, part: 1 / 16 };

/** How many records at either end of each table are read when it is opened. */
const firstReads = 300;

function reserveIn(directory: string): Reserve {
  const { blocks, bsize } = statfsSync(directory);
  const part = Math.floor(blocks * bsize * mostReserve.part);
  return new Reserve(directory, Math.min(mostReserve.bytes, part));
}

/** Writes each time: so damage to what only a write needs shows now, too. */
async function checkFormat(
  root: RootDatabase,
  disk: Disk,
  directory: string,
  reading: Reading,
): Promise<void> {
  const meta = root.openDB<number, string>({ name: 'meta', encoding: 'json' });
  const found = meta.get('format');
  if (found !== undefined && found !== format && found !== 1) {
    throw new StoreUnavailable(
      `The store in ${directory} was written in format ${found}, and this version reads format ${format}. Drain it with the version that wrote it, or give another directory.`,
    );
  }
  const old = found === 1 ? openTables(root, openLog(root), directory, reading) : undefined;
  const write = (): void => {
    // Another process may have done it meanwhile.
    if (old !== undefined && meta.get('format') === 1) upgradeFrom1(old);
    void meta.put('format', format);
    void meta.put('openings', (meta.get('openings') ?? 0) + 1);
  };
  try {
    await disk.write(() => root.childTransaction(write), 'essential');
  } catch (error) {
    // What is there can still be delivered.
    if (found !== format || !(error instanceof StoreFull)) throw error;
  }
}

/** Reads what a store reads first. What is damaged in a record is said when it is needed. */
function readSome(root: RootDatabase, tables: Tables): void {
  for (const name of Object.keys(tables)) {
    const table = root.openDB({
      name,
      encoding: 'binary',
      ...(name === 'log' || name === 'profiles' ? { keyEncoding: 'uint32' } : {}),
    });
    for (const reverse of [false, true]) {
      try {
        for (const _ of table.getRange({ limit: firstReads, reverse })) continue;
      } catch {
        continue;
      }
    }
  }
}

export async function openLmdb(directory: string, clock: Clock): Promise<Database> {
  const root = open({
    path: directory,
    maxDbs: 32,
    pageSize,
    // A commit resolves after its pages are on the disk, not before.
    overlappingSync: false,
    // With it, lmdb drops a promise that rejects when a commit fails, which would end the process.
    eventTurnBatching: false,
  });
  const disk = new Disk(directory, clock, reserveIn(directory));
  const scratch = new FileScratch(join(directory, 'scratch'));
  let isClosed = false;
  const assertOpen = (): void => {
    if (isClosed) throw new StoreUnavailable('The store is closed.');
  };
  const snapshots = new Set<Transaction>();
  const release = (snapshot: Transaction): void => {
    if (snapshots.delete(snapshot)) snapshot.done();
  };
  const close = async (): Promise<void> => {
    isClosed = true;
    for (const snapshot of snapshots) release(snapshot);
    await disk.close();
    scratch.close();
    await root.close();
  };
  try {
    await checkFormat(root, disk, directory, { assertOpen });
    const log = openLog(root);
    const tables = openTables(root, log, directory, { assertOpen });
    readSome(root, tables);
    return {
      name: 'lmdb',
      tables,
      scratch,
      // A child transaction, as only that is undone when `fn` throws.
      async write(fn, kind = 'essential') {
        assertOpen();
        return disk.write(() => root.childTransaction(fn), kind);
      },
      watch: (watchClock, fn) => watchCommits(root, watchClock, fn),
      isFull: () => disk.isFull,
      lastPosition() {
        assertOpen();
        for (const key of log.getKeys({ reverse: true, limit: 1 })) return key as number;
        return 0;
      },
      snapshot() {
        assertOpen();
        const transaction = root.useReadTransaction();
        snapshots.add(transaction);
        return {
          tables: openTables(root, log, directory, { assertOpen, transaction }),
          release: () => release(transaction),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
