import type { Scratch } from '../engine/database.ts';

/** Notes in memory. */
export class MemoryScratch implements Scratch {
  readonly #notes = new Map<string, string>();

  get(name: string): string | undefined {
    return this.#notes.get(name);
  }

  put(name: string, note: string): void {
    this.#notes.set(name, note);
  }

  remove(name: string): void {
    this.#notes.delete(name);
  }

  names(prefix: string): readonly string[] {
    return [...this.#notes.keys()].filter((name) => name.startsWith(prefix)).sort();
  }
}
