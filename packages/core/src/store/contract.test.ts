import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, it } from 'vitest';
import { storeContract } from '../testing/store/store-contract.ts';
import { lmdbStore } from './lmdb/lmdb-store.ts';
import { memoryStore } from './memory/memory-store.ts';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

const places = {
  memory: () => memoryStore(),
  lmdb: () => {
    const directory = mkdtempSync(join(tmpdir(), 'millrace-store-'));
    directories.push(directory);
    return lmdbStore(directory);
  },
};

describe.each(Object.entries(places))('the %s store', (_name, place) => {
  it.each(storeContract({ place }))('$clause $name', ({ run }) => run());
});
