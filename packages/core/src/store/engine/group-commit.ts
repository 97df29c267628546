import type { Clock } from '../../observe/clock.ts';
import { StoreUnavailable } from '../errors.ts';
import type { Commit } from '../store.ts';
import { mayJoin, WaitingRoom, type Waiting } from './waiting-room.ts';

/** So much is to be written at most, and so much waits behind it; beyond that callers are told. Bytes. */
const bound = 32 * 1024 * 1024;
/** One write takes at most this much, so that none holds the others up for long. */
const mostPerWrite = { commits: 1_000, bytes: 8 * 1024 * 1024 };

export interface GroupCommitOptions {
  readonly clock: Clock;
  /** How long a commit waits for room before it is refused, in milliseconds. Default 1,000. */
  readonly appendTimeoutMs?: number | undefined;
}

function sizeOf({ events, state }: Commit): number {
  const changes = state === undefined ? 0 : JSON.stringify(state.changes).length;
  return events.reduce((sum, { body }) => sum + body.length, changes);
}

/**
 * Whether one of its events has, or there is none: without what a source remembers (that an order is to be looked at, how
 * far it is), it could not tell of what has priority.
 */
export function hasPriority({ events }: Commit): boolean {
  return events.length === 0 || events.some(({ priority }) => priority === true);
}

/**
 * Writes commits together: while one write is on its way to the disk, those that come wait and share the next one. What is
 * to be written is bounded; beyond that commits wait for room, and are refused when none comes in time.
 */
export class GroupCommit {
  readonly #write: (commits: readonly Commit[]) => Promise<boolean[][]>;
  readonly #room: WaitingRoom;
  #waiting: Waiting[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;
  /** How many commits the last write had. */
  #last = 0;
  #closed = false;

  constructor(
    write: (commits: readonly Commit[]) => Promise<boolean[][]>,
    { clock, appendTimeoutMs = 1_000 }: GroupCommitOptions,
  ) {
    this.#write = write;
    this.#room = new WaitingRoom(clock, appendTimeoutMs, bound);
  }

  /** How full it is, from 0 to 1. From about 1 on commits wait for room. */
  get pressure(): number {
    return Math.min(1, (this.#bytes + this.#room.bytes) / bound);
  }

  /**
   * @throws {StoreFull} when it has waited for room in vain, or there is no room even to wait. It is not written then, and
   * will not be.
   */
  add(commit: Commit): Promise<readonly boolean[]> {
    if (this.#closed) return Promise.reject(new StoreUnavailable('The store is closed.'));
    return new Promise((resolve, reject) => {
      const bytes = sizeOf(commit);
      const waiting = { commit, bytes, priority: hasPriority(commit), resolve, reject };
      if (this.#room.isBefore(waiting) || !this.#fits(waiting)) {
        this.#room.enter(waiting, this.#bytes);
      } else {
        this.#admit(waiting);
      }
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

  readonly #fits = (waiting: Waiting): boolean => mayJoin(this.#bytes, bound, waiting);

  #admit(waiting: Waiting): void {
    this.#bytes += waiting.bytes;
    this.#waiting.push(waiting);
    this.#running ??= this.#run();
  }

  #admitAll(): void {
    for (;;) {
      const waiting = this.#room.next(this.#fits);
      if (waiting === undefined) return;
      this.#admit(waiting);
    }
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
      this.#admitAll();
    }
  }
}
