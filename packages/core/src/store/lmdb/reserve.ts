import { randomBytes } from 'node:crypto';
import { rmSync, statfsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

const chunk = 1024 * 1024;

/** A file that only takes up room, to be given up when nothing else is left. */
export class Reserve {
  readonly #directory: string;
  readonly #path: string;
  readonly #bytes: number;

  /** @param bytes how much room is kept. */
  constructor(directory: string, bytes: number) {
    this.#directory = directory;
    this.#path = join(directory, 'reserve');
    this.#bytes = bytes;
  }

  get isThere(): boolean {
    return statSync(this.#path, { throwIfNoEntry: false })?.size === this.#bytes;
  }

  /** Whether the disk has as much room besides, as far as the system knows. */
  get hasRoomBeside(): boolean {
    const { bavail, bsize } = statfsSync(this.#directory);
    return bavail * bsize >= (this.isThere ? 1 : 2) * this.#bytes;
  }

  /** @returns whether there was something to give up. */
  giveUp(): boolean {
    const wasThere = this.isThere;
    rmSync(this.#path, { force: true });
    return wasThere;
  }

  /** Makes the file, if it is not there and the disk has room for twice as much. Rejects when the disk refuses. */
  async make(): Promise<void> {
    if (this.isThere || !this.hasRoomBeside) return;
    const unfinished = `${this.#path}.${process.pid}`;
    try {
      const file = await open(unfinished, 'w');
      try {
        // Not zeros: some file systems keep no blocks for those.
        const noise = randomBytes(Math.min(chunk, this.#bytes));
        for (let at = 0; at < this.#bytes; at += noise.length) {
          await file.write(noise, 0, Math.min(noise.length, this.#bytes - at), at);
        }
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(unfinished, this.#path);
    } catch (error) {
      await rm(unfinished, { force: true });
      throw error;
    }
  }
}
