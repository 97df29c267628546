import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Beside the build, on the disk of the checkout: a temporary folder may be in memory, where nothing is durable. */
export async function inDirectory<T>(work: (directory: string) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(fileURLToPath(new URL('.', import.meta.url)), 'data-'));
  try {
    return await work(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
