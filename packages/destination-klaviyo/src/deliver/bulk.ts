import type { EventOperation } from '../map/payload.ts';
import type { EventProfile } from '../map/profile.ts';
import type { ApiError } from './errors.ts';

/** The events of one profile inside a bulk request. */
interface Group {
  readonly profile: Readonly<EventProfile>;
  readonly operations: EventOperation[];
}

/** Events that say the same of their profile share one mention of it. */
export function groupByProfile(operations: readonly EventOperation[]): readonly Group[] {
  const groups = new Map<string, Group>();
  // The operations of one event share one object, which need not be written down again.
  let last: Group | undefined;
  for (const operation of operations) {
    const { profile } = operation.payload;
    if (last?.profile !== profile) {
      const key = JSON.stringify(profile);
      last = groups.get(key) ?? { profile, operations: [] };
      groups.set(key, last);
    }
    last.operations.push(operation);
  }
  return [...groups.values()];
}

/** Klaviyo: Events API, Bulk Create Events. */
export function bulkBody(groups: readonly Group[]): object {
  const data = groups.map(({ profile, operations }) => ({
    type: 'event-bulk-create',
    attributes: {
      profile: { data: { type: 'profile', attributes: profile } },
      events: {
        data: operations.map(({ payload }) => ({ type: 'event', attributes: payload.event })),
      },
    },
  }));
  return {
    data: { type: 'event-bulk-create-job', attributes: { 'events-bulk-create': { data } } },
  };
}

const pointed =
  /^\/data\/attributes\/events-bulk-create\/data\/(\d+)(?:\/attributes\/(?:(profile)\b|events\/data\/(\d+)))?/;

/**
 * Which operations of a request Klaviyo found fault with. Empty when it does not say, or names no more than a group of
 * several: one of them may be bad, not all.
 */
export function faulty(
  batch: readonly EventOperation[],
  errors: readonly ApiError[],
): ReadonlyMap<EventOperation, ApiError | undefined> {
  const [only] = batch;
  if (only !== undefined && batch.length === 1) return new Map([[only, errors[0]]]);

  const groups = groupByProfile(batch);
  const found = new Map<EventOperation, ApiError>();
  for (const error of errors) {
    const [, group, profile, event] = pointed.exec(error.source?.pointer ?? '') ?? [];
    const operations = groups[Number(group)]?.operations ?? [];
    if (event !== undefined) {
      const operation = operations[Number(event)];
      if (operation) found.set(operation, error);
    } else if (profile !== undefined || operations.length === 1) {
      for (const operation of operations) found.set(operation, error);
    }
  }
  return found;
}
