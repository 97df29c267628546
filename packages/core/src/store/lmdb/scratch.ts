import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Scratch } from '../engine/database.ts';

const end = '\n';

/**
 * Notes as small files of `directory`. A note ends at its first newline, so that a shorter one is written over a longer
 * one by a single call to the system.
 */
export class FileScratch implements Scratch {
  readonly #directory: string;
  /** Of the notes that this process writes over and over. */
  readonly #files = new Map<string, number>();

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#directory = directory;
  }

  #path(name: string): string {
    return join(this.#directory, encodeURIComponent(name));
  }

  get(name: string): string | undefined {
    try {
      const [note] = readFileSync(this.#path(name), 'utf8').split(end, 1);
      return note;
    } catch {
      return undefined;
    }
  }

  put(name: string, note: string): void {
    try {
      let file = this.#files.get(name);
      if (file === undefined) {
        file = openSync(this.#path(name), 'w');
        this.#files.set(name, file);
      }
      writeSync(file, `${note}${end}`, 0);
    } catch {
      // A disk that is full loses notes, and nothing but notes.
    }
  }

  remove(name: string): void {
    this.#letGo(name);
    rmSync(this.#path(name), { force: true });
  }

  names(prefix: string): readonly string[] {
    return readdirSync(this.#directory)
      .map((name) => decodeURIComponent(name))
      .filter((name) => name.startsWith(prefix))
      .sort();
  }

  close(): void {
    for (const name of this.#files.keys()) this.#letGo(name);
  }

  #letGo(name: string): void {
    const file = this.#files.get(name);
    if (file !== undefined) closeSync(file);
    this.#files.delete(name);
  }
}
