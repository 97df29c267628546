import type { Destination } from '../destination/destination.ts';
import { MillraceError } from '../event/error.ts';
import type { Ingest } from '../ingest/accept.ts';
import { route } from '../ingest/route.ts';
import type { DeadLetter, DeadLetterQuery } from '../store/records.ts';
import type { Store } from '../store/store.ts';
import { destinationNamed } from './unknown-destination.ts';

/** Dead letters of stage transform are read, and written, so many at a time. */
const atOnce = 100;

/**
 * Tries dead letters again: those of stage `transform` by way of ingest, those of the destinations by making them due.
 * Both in slices, so that there may be any number of them.
 *
 * @returns how many went on.
 */
export async function replayDeadLetters(
  store: Store,
  ingest: Ingest,
  query: DeadLetterQuery,
): Promise<number> {
  const { stage = 'transform', limit = Number.POSITIVE_INFINITY } = query;
  // What fails once more is appended behind this, as another dead letter: it is not tried again and again.
  const newest = store.stats().appended;
  let replayed = 0;
  let tried = 0;
  let after: DeadLetter | undefined;
  let more = stage === 'transform';
  while (more) {
    const most = Math.min(atOnce, limit - tried);
    const page = { ...query, stage, limit: most, ...(after === undefined ? {} : { after }) };
    const letters = (await store.deadLetters(page)).filter(({ ref }) => ref <= newest);
    const whole = letters.filter(({ damaged }) => damaged === undefined);
    if (whole.length > 0) replayed += await ingest.replay(whole);
    tried += letters.length;
    after = letters.at(-1);
    more = letters.length === most && after !== undefined;
  }
  return replayed + (await store.resolveDeadLetters({ ...query, limit: limit - tried }, 'replay'));
}

/** Which events a destination gets once more. All conditions must hold. */
export interface DeliveredQuery {
  /** The destination that gets them. It need not have had them before. */
  readonly destination: string;
  /** Only those that were accepted at this time or later: ISO 8601. Default: as far back as retention goes. */
  readonly since?: string;
  /** Only those that were accepted before this time: ISO 8601. Default: until now. */
  readonly until?: string;
  readonly messageIds?: readonly string[];
}

/** Thrown when a query asks for a time that is none. Nothing was done. */
export class InvalidQuery extends MillraceError {
  constructor(field: string, value: string) {
    super(
      'INVALID_QUERY',
      `${field}: "${value}" is no time. Write it as ISO 8601, such as 2026-07-15T12:00:00Z. Nothing was replayed.`,
    );
  }
}

function timeOf(field: 'since' | 'until', value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const time = Date.parse(value);
  if (Number.isNaN(time)) throw new InvalidQuery(field, value);
  return time;
}

/** Makes events due again for a destination that has a use for them. */
export async function replayDelivered(
  store: Store,
  destinations: readonly Destination[],
  { destination: name, since, until, messageIds }: DeliveredQuery,
): Promise<number> {
  const destination = destinationNamed(destinations, name);
  const from = timeOf('since', since);
  const to = timeOf('until', until);
  return store.readmit(name, {
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    ...(messageIds === undefined ? {} : { messageIds }),
    wants: (event) => route([destination], event).length > 0,
  });
}
