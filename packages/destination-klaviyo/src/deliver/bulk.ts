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

const bulkStart =
  '{"data":{"type":"event-bulk-create-job","attributes":{"events-bulk-create":{"data":[';

/**
 * Klaviyo: Events API, Bulk Create Events. Put together from the JSON that the events are already, in one step: a full
 * request is a megabyte.
 */
export function bulkBody(groups: readonly Group[]): string {
  const parts: string[] = [];
  for (const { profile, operations } of groups) {
    const start = parts.length === 0 ? bulkStart : ',';
    const group = `{"type":"event-bulk-create","attributes":{"profile":${groupProfileJson(profile)}`;
    parts.push(start, group, ',"events":{"data":[');
    let before = '{"type":"event","attributes":';
    for (const { payload } of operations) {
      parts.push(before, payload.event);
      before = '},{"type":"event","attributes":';
    }
    parts.push('}]}}}');
  }
  parts.push(']}}}}');
  return parts.join('');
}

/** Klaviyo: Events API, Create Event: the same attributes, with the profile among them. */
export function singleBody({ payload: { event, profile } }: EventOperation): string {
  const attributes = `${event.slice(0, -1)},"profile":${profileJson(profile)}}`;
  return `{"data":{"type":"event","attributes":${attributes}}}`;
}

const profileJson = (profile: Readonly<EventProfile>): string =>
  `{"data":{"type":"profile","attributes":${JSON.stringify(profile)}}}`;

/** Of a bulk request Klaviyo wants `meta` beside the attributes. */
function groupProfileJson({ meta, ...profile }: Readonly<EventProfile>): string {
  if (meta === undefined) return profileJson(profile);
  return `${profileJson(profile).slice(0, -2)},"meta":${JSON.stringify(meta)}}}`;
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
