import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StoreUnavailable } from '../errors.ts';
import { findDamage } from './pages.ts';

// How lmdb 3.5 lays out a meta page (`MDB_meta` in mdb.c, behind the header of the page); numbers are little-endian.
const at = {
  magic: 24,
  version: 28,
  pageSize: 48,
  roots: [88, 136],
  lastPage: 144,
  transaction: 152,
};
const metaBytes = 168;
const magic = 0xbeefc0de;
const dataVersion = 2;
const noRoot = 0xffff_ffff_ffff_ffffn;

/** Up to this size all pages are looked at each time, which takes some ten milliseconds. Bytes. */
const smallFile = 64 * 1024 * 1024;

interface Meta {
  readonly pageSize: number;
  readonly lastPage: bigint;
  readonly transaction: bigint;
  readonly roots: readonly bigint[];
}

const wayOut =
  'Restore the directory from a backup; or move it away and start with an empty one, and let backfill and reconcile of the sources bring the orders back: what was not delivered yet is then in the old directory';

const mebibytes = (bytes: number): string => `${(bytes / 1_048_576).toFixed(1)} MiB`;

/**
 * Looks at the file before LMDB does: LMDB maps it into memory and trusts it, so that a file that is too short or is
 * something else may end the process.
 *
 * @param suspicious whether to look at all pages of a large file, too.
 * @throws {StoreUnavailable} when it is no store, or not whole.
 */
export function checkFile(directory: string, suspicious: boolean): void {
  const path = join(directory, 'data.mdb');
  let file;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    const { size } = fstatSync(file);
    // What a crash leaves that came before the first write: LMDB starts anew.
    if (size === 0) return;
    const { pageSize, lastPage, transaction, roots } = readMetas(file, path, size);
    const needed = (Number(lastPage) + 1) * pageSize;
    if (size >= needed && needed > smallFile && !suspicious) return;
    const page = findDamage({
      file,
      size,
      pageSize,
      lastPage: Number(lastPage),
      transaction,
      roots,
    });
    // Another process has written meanwhile: that it can is proof enough.
    if (page !== undefined && readMetas(file, path, size).transaction === transaction) {
      if (size < needed) throw truncated(path, size, needed);
      throw new StoreUnavailable(`${path} is damaged: page ${page} is not what it was. ${wayOut}.`);
    }
    // LMDB leaves out pages at the end that were used and freed within one transaction. They are not missing; but pages
    // beyond the end of a file are the end of the process for whoever touches them.
    // Appended, as another process may have made the file longer meanwhile.
    if (size < needed) appendFileSync(path, Buffer.alloc(needed - size));
  } finally {
    closeSync(file);
  }
}

function readMetas(file: number, path: string, size: number): Meta {
  const first = readMeta(file, path, size, 0);
  const second = readMeta(file, path, size, first.pageSize);
  return first.transaction > second.transaction ? first : second;
}

function readMeta(file: number, path: string, size: number, offset: number): Meta {
  const bytes = Buffer.alloc(metaBytes);
  if (readSync(file, bytes, 0, metaBytes, offset) < metaBytes) {
    throw truncated(path, size, offset + metaBytes);
  }
  const version = bytes.readUInt32LE(at.version) & 0xffff;
  if (bytes.readUInt32LE(at.magic) !== magic || version !== dataVersion) {
    throw new StoreUnavailable(
      `${path} is not a store of Millrace, or its first pages are damaged. Give another directory if it is something else. ${wayOut}.`,
    );
  }
  const meta = {
    pageSize: bytes.readUInt32LE(at.pageSize),
    lastPage: bytes.readBigUInt64LE(at.lastPage),
    transaction: bytes.readBigUInt64LE(at.transaction),
    roots: at.roots.map((root) => bytes.readBigUInt64LE(root)),
  };
  const isPower = (meta.pageSize & (meta.pageSize - 1)) === 0;
  const isSize = isPower && meta.pageSize >= 4_096 && meta.pageSize <= 65_536;
  const isWhole = meta.roots.every((root) => root === noRoot || root <= meta.lastPage);
  if (!isSize || !isWhole || meta.lastPage > 2n ** 40n) {
    throw new StoreUnavailable(`The first pages of ${path} are damaged. ${wayOut}.`);
  }
  return meta;
}

function truncated(path: string, size: number, needed: number): StoreUnavailable {
  return new StoreUnavailable(
    `${path} is truncated: ${size} of at least ${needed} bytes (${mebibytes(size)} of ${mebibytes(needed)}) are there. ${wayOut}.`,
  );
}
