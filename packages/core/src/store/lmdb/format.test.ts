import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { open, type RootDatabase } from 'lmdb';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { all, assertSound, event, openBench, present, user } from '../../testing/store/bench.ts';
import { lmdbStore } from './lmdb-store.ts';

let directory: string;
beforeEach(() => void (directory = mkdtempSync(join(tmpdir(), 'millrace-format-'))));
afterEach(() => rmSync(directory, { recursive: true }));

async function alter(change: (root: RootDatabase) => unknown): Promise<void> {
  const root = open({ path: directory, maxDbs: 32, pageSize: 16_384, overlappingSync: false });
  await change(root);
  await root.close();
}

const setFormat = (format: number) =>
  alter((root) => root.openDB({ name: 'meta', encoding: 'json' }).put('format', format));

/** As version 1 left it: no bytes in the totals, no draft ids in the entries. */
const toFormat1 = () =>
  alter(async (root) => {
    const totals = root.openDB({ name: 'totals', encoding: 'json' });
    const { bytes: _, ...rest } = totals.get('totals') as { bytes: number };
    await totals.put('totals', rest);
    const log = root.openDB({ name: 'log', keyEncoding: 'uint32', encoding: 'binary' });
    for (const { key, value } of Array.from(log.getRange({}))) {
      const entry = (value as Buffer).toString().replace(/,\{"draft":[^}]*\}/, '');
      await log.put(key, Buffer.from(entry));
    }
    await root.openDB({ name: 'meta', encoding: 'json' }).put('format', 1);
  });

it('refuses a directory of another format, and opens it again when it is of this one', async () => {
  const bench = await openBench(lmdbStore(directory));
  await bench.append(event('1', user('a')));
  await bench.close();
  await setFormat(3);
  await expect(lmdbStore(directory)({ clock: bench.clock })).rejects.toThrow(
    /was written in format 3, and this version reads format 2/,
  );
  await setFormat(2);
  await bench.restart();
  expect(await bench.leasedIds()).toEqual(['1']);
  await bench.close();
});

it('opens a directory of format 1: counts its bytes, and knows the ids of its drafts', async () => {
  const retention = { days: 1 / (24 * 60 * 60), maxBytes: 1_000_000, heldDays: 1 };
  const bench = await openBench(lmdbStore(directory));
  await bench.append(event('1', user('a'), { draftId: 'draft' }), event('2', user('b')));
  const { bytes } = bench.store.stats();
  await bench.close();
  await toFormat1();
  await bench.restart(retention);
  expect(bench.store.stats().bytes).toBe(bytes);
  await assertSound(bench.store);

  const lease = await bench.lease();
  await bench.store.settle(present(lease), all(lease, { status: 'delivered' }));
  await bench.clock.advance(2_000);
  await bench.store.prune();
  expect(await bench.append(event('draft', user('a')))).toEqual([true]);
  await assertSound(bench.store);
  await bench.close();
});
