import { StoreFull, StoreUnavailable } from '../errors.ts';
import type { Commit } from '../store.ts';

/** More than this waits to be written only if the disk cannot keep up: then callers are told. Bytes. */
const mostWaiting = 64 * 1024 * 1024;
/** One write takes at most this much, so that none holds the others up for long. */
const mostPerWrite = { commits: 1_000, bytes: 8 * 1024 * 1024 };

interface Waiting {
  readonly commit: Commit;
  readonly bytes: number;
  readonly resolve: (isNew: readonly boolean[]) => void;
  readonly reject: (error: unknown) => void;
}

function sizeOf({ events, state }: Commit): number {
  const changes = state === undefined ? 0 : JSON.stringify(state.changes).length;
  return events.reduce((sum, { body }) => sum + body.length, changes);
}

/**
 * Writes commits together: while one write is on its way to the disk, those that come wait and share the next one.
 */
export class GroupCommit {
  readonly #write: (commits: readonly Commit[]) => Promise<boolean[][]>;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;
  /** How many commits the last write had. */
  #last = 0;
  #closed = false;

  constructor(write: (commits: readonly Commit[]) => Promise<boolean[][]>) {
    this.#write = write;
  }

  add(commit: Commit): Promise<readonly boolean[]> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('The store is closed.'));
    const bytes = sizeOf(commit);
    if (this.#bytes > 0 && this.#bytes + bytes > mostWaiting) {
      return Promise.reject(new StoreFull(`${this.#bytes} bytes already wait to be written`));
    }
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#waiting.push({ commit, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Takes no more; resolves when all that waited is written. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    // Callers of the same turn of the event loop share the first write, too.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#writeSome();
    this.#running = undefined;
  }

  async #writeSome(): Promise<void> {
    // Half of those who are at it: so the others prepare their next commits while these are on their way to the disk.
    const half = Math.ceil((this.#waiting.length + this.#last) / 2);
    const most = Math.min(this.#waiting.length, half, mostPerWrite.commits);
    let bytes = 0;
    let count = 0;
    while (count < most && bytes < mostPerWrite.bytes) {
      bytes += this.#waiting[count]?.bytes ?? 0;
      count += 1;
    }
    this.#last = count;
    const batch = this.#waiting.splice(0, count);
    try {
      const results = await this.#write(batch.map(({ commit }) => commit));
      batch.forEach(({ resolve }, index) => resolve(results[index] ?? []));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#bytes -= bytes;
    }
  }
}
