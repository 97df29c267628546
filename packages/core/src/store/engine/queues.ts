import type { Event } from '../../event/event.ts';
import type { Commit } from '../store.ts';
import { appendAll } from './append.ts';
import { lastName, type Database } from './database.ts';
import { readEvent } from './damaged.ts';
import type { QueueParts } from './queue-parts.ts';
import { DestinationQueue } from './queue.ts';

interface Released {
  readonly destination: string;
  readonly event: Event;
}

/** The queues of all destinations, and the appends that concern all of them. */
export class Queues {
  readonly #parts: QueueParts;
  /** The store's clock. */
  readonly now: () => number;
  readonly #queues = new Map<string, DestinationQueue>();

  constructor(parts: QueueParts) {
    this.#parts = parts;
    this.now = parts.now;
  }

  get #database(): Database {
    return this.#parts.database;
  }

  of(destination: string): DestinationQueue {
    let queue = this.#queues.get(destination);
    if (queue === undefined) {
      queue = new DestinationQueue(this.#parts, destination);
      this.#queues.set(destination, queue);
    }
    return queue;
  }

  /** Looks for signs of life of other dispatchers. Whether one of them is gone. */
  look(): boolean {
    return [...this.#queues.values()].filter((queue) => queue.look()).length > 0;
  }

  /** Whether a destination is lent nothing of, whoever dispatches it. */
  setPaused(destination: string, isPaused: boolean): Promise<void> {
    return this.#database.write(() => this.of(destination).outOfLine.setPaused(isPaused));
  }

  append(commits: readonly Commit[]): Promise<{ results: boolean[][]; released: Released[] }> {
    const { tables } = this.#database;
    return this.#database.write(() => {
      const released: Released[] = [];
      let names: readonly string[] | undefined;
      const learned = (profile: number, merged: readonly number[]): void => {
        // Not only the destinations of this process: others may hold events, too.
        names ??= namesOf(this.#database);
        for (const destination of names) {
          for (const ref of this.of(destination).outOfLine.learned(profile, merged)) {
            const entry = tables.log.get(ref);
            const event = entry === undefined ? undefined : readEvent(entry, ref);
            if (event !== undefined) released.push({ destination, event });
          }
        }
      };
      const last = this.#database.lastPosition();
      const results = appendAll(tables, commits, last, this.now(), { learned });
      return { results, released };
    }, 'append');
  }
}

/** The destinations that the store knows. */
export function namesOf({ tables }: Pick<Database, 'tables'>): string[] {
  return [...tables.destinations.range({ start: '', end: lastName })].map(({ key }) => key);
}
