import type { Logger } from '../../observe/logger.ts';
import type { Database } from './database.ts';
import type { Presence } from './presence.ts';

/** What all queues of a store share. */
export interface QueueParts {
  readonly database: Database;
  /** The store's clock. */
  readonly now: () => number;
  readonly presence: Presence;
  readonly logger: Pick<Logger, 'warn'>;
  /** Says that it is worth asking again how things are. */
  readonly announce: () => void;
}
