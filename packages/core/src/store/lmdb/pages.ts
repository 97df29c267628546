import { readSync } from 'node:fs';

// How lmdb 3.5 lays out pages and nodes (`MDB_page_header`, `MDB_node`, `MDB_db`, `MDB_ovpage` in mdb.c).
const header = { bytes: 24, transaction: 8, flags: 18, lower: 20, upper: 22 };
const pageFlags = { branch: 1, leaf: 2, overflow: 4, kinds: 0x67 };
const node = { bytes: 8, flags: 4, keySize: 6 };
const nodeFlags = { isOverflow: 1, isTable: 2, all: 3 };
const table = { bytes: 48, root: 40 };
const overflow = { bytes: 24, transaction: 8, pages: 16 };
const none = 0xffff_ffff_ffff_ffffn;

export interface PageFile {
  readonly file: number;
  readonly size: number;
  readonly pageSize: number;
  readonly lastPage: number;
  /** The last one: no page can be of a later one. */
  readonly transaction: bigint;
  /** Where the trees begin. */
  readonly roots: readonly bigint[];
}

/** A page that something refers to, with the kinds that it may be of. */
interface Reference {
  readonly page: number;
  readonly kinds: number;
  readonly pages: number;
}

/**
 * Follows all that is referred to in a file of LMDB, from its roots.
 *
 * @returns the first page that is missing, or is not what it has to be; undefined when there is none.
 */
export function findDamage({
  file,
  size,
  pageSize,
  lastPage,
  transaction,
  roots,
}: PageFile): number | undefined {
  const bytes = Buffer.alloc(pageSize);
  const tree = pageFlags.branch | pageFlags.leaf;
  const open: Reference[] = [];
  const refer = (page: bigint, kinds: number, pages = 1n): void => {
    if (page !== none) open.push({ page: Number(page), kinds, pages: Number(pages) });
  };
  for (const root of roots) refer(root, tree);
  let seen = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { page, kinds, pages } = next;
    seen += pages;
    // Each is referred to once: more of them than there are means that they go round in circles.
    if (seen > lastPage + 1 || page < 2 || page + pages - 1 > lastPage) return page;
    if ((page + pages) * pageSize > size) return page;
    if (readSync(file, bytes, 0, pageSize, page * pageSize) < pageSize) return page;
    const kind = bytes.readUInt16LE(header.flags) & pageFlags.kinds;
    if (bytes.readBigUInt64LE(0) !== BigInt(page) || (kind & kinds) !== kind || kind === 0)
      return page;
    if (kind === pageFlags.overflow) continue;
    if (kind !== pageFlags.branch && kind !== pageFlags.leaf) return page;
    // LMDB would take it for a page of its own making, and write to it.
    if (bytes.readBigUInt64LE(header.transaction) > transaction) return page;
    if (!readNodes(bytes, kind === pageFlags.branch, transaction, refer)) return page;
  }
  return undefined;
}

type Refer = (page: bigint, kinds: number, pages?: bigint) => void;

/** @returns whether they are where nodes can be. */
function readNodes(bytes: Buffer, isBranch: boolean, transaction: bigint, refer: Refer): boolean {
  const lower = bytes.readUInt16LE(header.lower) + header.bytes;
  const upper = bytes.readUInt16LE(header.upper) + header.bytes;
  if (lower > upper || upper > bytes.length || lower % 2 !== 0) return false;
  const count = (lower - header.bytes) / 2;
  if (count < 1) return false;
  for (let index = 0; index < count; index += 1) {
    const at = bytes.readUInt16LE(header.bytes + index * 2) + header.bytes;
    if (at < upper || at + node.bytes > bytes.length) return false;
    const low = bytes.readUInt32LE(at);
    const flags = bytes.readUInt16LE(at + node.flags);
    const data = at + node.bytes + bytes.readUInt16LE(at + node.keySize);
    if (data > bytes.length) return false;
    if (!isBranch && (flags & ~nodeFlags.all) !== 0) return false;
    if (isBranch) {
      refer(BigInt(low) | (BigInt(flags) << 32n), pageFlags.branch | pageFlags.leaf);
    } else if ((flags & nodeFlags.isOverflow) !== 0) {
      if (data + overflow.bytes > bytes.length) return false;
      const pages = bytes.readBigUInt64LE(data + overflow.pages);
      const of = bytes.readBigUInt64LE(data + overflow.transaction);
      if (pages === 0n || pages > 2n ** 31n || of > transaction) return false;
      refer(bytes.readBigUInt64LE(data), pageFlags.overflow, pages);
    } else if ((flags & nodeFlags.isTable) !== 0) {
      if (low !== table.bytes || data + table.bytes > bytes.length) return false;
      refer(bytes.readBigUInt64LE(data + table.root), pageFlags.branch | pageFlags.leaf);
    } else if (data + low > bytes.length) return false;
  }
  return true;
}
