import type { Event } from '../../event/event.ts';
import type { Commit } from '../store.ts';
import { appendAll } from './append.ts';
import type { Database } from './database.ts';
import { decodeEvent } from './entry.ts';
import { DestinationQueue } from './queue.ts';

interface Released {
  readonly destination: string;
  readonly event: Event;
}

/** The queues of all destinations, and the appends that concern all of them. */
export class Queues {
  readonly #database: Database;
  /** The store's clock. */
  readonly now: () => number;
  readonly #queues = new Map<string, DestinationQueue>();

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.now = now;
  }

  of(destination: string): DestinationQueue {
    let queue = this.#queues.get(destination);
    if (queue === undefined) {
      queue = new DestinationQueue(this.#database, destination, this.now);
      this.#queues.set(destination, queue);
    }
    return queue;
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
          for (const ref of this.of(destination).learned(profile, merged)) {
            const entry = tables.log.get(ref);
            if (entry !== undefined) released.push({ destination, event: decodeEvent(entry, ref) });
          }
        }
      };
      const last = this.#database.lastPosition();
      const results = appendAll(tables, commits, last, this.now(), { learned });
      return { results, released };
    });
  }
}

/** The destinations that the store knows. */
export function namesOf({ tables }: Pick<Database, 'tables'>): string[] {
  return [...tables.destinations.range({ start: '', end: '\uffff' })].map(({ key }) => key);
}
