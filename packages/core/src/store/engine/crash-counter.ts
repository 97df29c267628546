import type { CrashCounter } from '../crashes.ts';
import type { Scratch } from './database.ts';

export interface CrashCounterParts {
  readonly scratch: Scratch;
  /** Names this open store among all that have the database open, and all that had it. */
  readonly token: string;
  /** Whether the store that `token` names is gone. */
  readonly isGone: (token: string) => boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const running = 'running/';
/** One note for all: it is read before each change. Never removed, as other processes have its file open. */
const deaths = 'deaths';

/** More groups than this share their notes, so that code that takes its time costs no file for each call. */
const mostNotes = 16;
/** Enough for any set of mistakes; whoever was counted first is forgotten first. */
const mostCounted = 1_000;
/** How often the notes are looked at: another process may have died since. Milliseconds. */
const lookEveryMs = 1_000;

type Group = readonly string[];

/**
 * Counts deaths in notes that outlive the process: `running/<store>/<n>` says for which ids user code runs now, and
 * `deaths` how often each was named by the notes of a store that is gone.
 */
export class NotedCrashCounter implements CrashCounter {
  readonly #parts: CrashCounterParts;
  /** The groups that each of our notes names. */
  readonly #notes: Set<Group>[] = [];
  #counts: ReadonlyMap<string, number> = new Map();
  #lookedAt: number | undefined;
  #closed = false;

  constructor(parts: CrashCounterParts) {
    this.#parts = parts;
    this.#look();
  }

  enter(ids: readonly string[]): () => void {
    if (this.#closed) return () => undefined;
    // A group of its own, even if the caller enters the same array twice.
    const group: Group = [...ids];
    const index = this.#freestNote();
    const groups = (this.#notes[index] ??= new Set());
    groups.add(group);
    this.#write(index);
    return () => {
      if (!groups.delete(group) || this.#closed) return;
      this.#write(index);
      this.#forget(group);
    };
  }

  deaths(id: string): number {
    const now = this.#parts.now();
    if (this.#lookedAt === undefined || Math.abs(now - this.#lookedAt) >= lookEveryMs) this.#look();
    return this.#counts.get(id) ?? 0;
  }

  forget(id: string): void {
    this.#forget([id]);
  }

  /** A store that closes has not died, whatever still runs. */
  close(): void {
    this.#closed = true;
    for (const index of this.#notes.keys()) this.#parts.scratch.remove(this.#nameOf(index));
  }

  #nameOf(index: number): string {
    return `${running}${this.#parts.token}/${index}`;
  }

  #freestNote(): number {
    const free = this.#notes.findIndex((groups) => groups.size === 0);
    if (free >= 0) return free;
    if (this.#notes.length < mostNotes) return this.#notes.length;
    const sizes = this.#notes.map(({ size }) => size);
    return sizes.indexOf(Math.min(...sizes));
  }

  #write(index: number): void {
    const ids = [...(this.#notes[index] ?? [])].flat();
    this.#parts.scratch.put(this.#nameOf(index), JSON.stringify(ids));
  }

  /** Counts what the notes of stores that are gone say, and learns what others have counted. */
  #look(): void {
    const { scratch, token, isGone, now } = this.#parts;
    this.#lookedAt = now();
    try {
      const died: string[] = [];
      for (const name of scratch.names(running)) {
        const owner = name.slice(running.length, name.lastIndexOf('/'));
        if (owner === token || !isGone(owner)) continue;
        died.push(...(parse(scratch.get(name)) as string[]));
        scratch.remove(name);
      }
      if (died.length === 0) this.#counts = this.#read();
      else
        this.#change((counts) => died.forEach((id) => counts.set(id, (counts.get(id) ?? 0) + 1)));
    } catch {
      // Files that cannot be read now may be later; until then nobody is suspected.
    }
  }

  #forget(ids: readonly string[]): void {
    if (!ids.some((id) => this.#counts.has(id))) return;
    this.#change((counts) => ids.forEach((id) => counts.delete(id)));
  }

  #change(change: (counts: Map<string, number>) => void): void {
    const counts = this.#read();
    change(counts);
    for (const id of counts.keys()) {
      if (counts.size <= mostCounted) break;
      counts.delete(id);
    }
    this.#counts = counts;
    this.#parts.scratch.put(deaths, JSON.stringify([...counts]));
  }

  #read(): Map<string, number> {
    return new Map(parse(this.#parts.scratch.get(deaths)) as [string, number][]);
  }
}

/** A note that the process wrote in its last moment may be torn: it says nothing then. */
function parse(note: string | undefined): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(note ?? '[]');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}
