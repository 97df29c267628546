import type { EventAttributes } from './klaviyo-event.ts';
import type { ProfilePayload } from './payload.ts';
import type { EventProfile } from './profile.ts';

// Klaviyo: Events API overview, Limitations; Profiles API overview, Limitations. Beyond them an event is refused, and
// a bulk request with it: so they are checked before it travels with others. What can be cut is cut in limits-cut.ts.

/** A metric name is shorter than this. */
export const metricNameLimit = 128;
const uniqueIdLimit = 255;
const propertiesLimit = 400;
const depthLimit = 10;
const integerLimit = 2 ** 63;
/** From here on JSON has an exponent, and the number is no integer to those who read it. */
const exponentFrom = 1e21;
const eventProfileBytesLimit = 95_000;
const profileBytesLimit = 100_000;
/** Of a bulk request, which an event has to fit into: 5 MB, less the brackets around all of it. */
export const requestBytesLimit = 4_999_000;
const earliest = '2000';
const year = 365 * 24 * 60 * 60 * 1_000;

/** Why Klaviyo would refuse this event, or `undefined`. `receivedAt` stands for now: mapping has no clock. */
export function eventProblem(event: EventAttributes, receivedAt: string): string | undefined {
  const { name } = event.metric.data.attributes;
  if (name.length >= metricNameLimit) {
    return `its name has ${name.length} characters; a metric name has less than ${metricNameLimit}`;
  }
  if (event.unique_id.length > uniqueIdLimit) {
    return `its unique_id has ${event.unique_id.length} characters; Klaviyo allows ${uniqueIdLimit}`;
  }
  return timeProblem(event.time, receivedAt) ?? propertiesProblem(event.properties);
}

/** Why Klaviyo would refuse an event of so many bytes, its profile and its brackets among them, or `undefined`. */
export function eventBytesProblem(bytes: number): string | undefined {
  return beyond('an event', bytes, requestBytesLimit);
}

/** How many bytes of JSON the profile of an event takes. */
export function profileBytesOf(profile: EventProfile): number {
  return Buffer.byteLength(JSON.stringify(profile));
}

/** Why Klaviyo would refuse an event for a profile of so many bytes, or `undefined`. */
export function eventProfileProblem(bytes: number): string | undefined {
  return beyond('the profile of an event', bytes, eventProfileBytesLimit);
}

/** Why Klaviyo would refuse this profile, or `undefined`. */
export function profileProblem(profile: ProfilePayload): string | undefined {
  return beyond('a profile', Buffer.byteLength(JSON.stringify(profile)), profileBytesLimit);
}

function beyond(what: string, bytes: number, limit: number): string | undefined {
  return bytes > limit ? `it makes ${what} of ${bytes} bytes; Klaviyo allows ${limit}` : undefined;
}

function timeProblem(time: string, receivedAt: string): string | undefined {
  if (time < earliest)
    return `it happened at ${time}; Klaviyo takes events from the year ${earliest} on`;
  // Almost always false, and cheaper than reading two dates.
  if (time <= receivedAt) return undefined;
  const ahead = Date.parse(time) - Date.parse(receivedAt);
  return ahead > year ? `it happens at ${time}, more than a year ahead` : undefined;
}

function propertiesProblem(properties: Readonly<Record<string, unknown>>): string | undefined {
  let count = 0;
  for (const name in properties) {
    count += 1;
    const problem = valueProblem(properties[name], name, 1);
    if (problem !== undefined) return problem;
  }
  return count > propertiesLimit
    ? `it has ${count} properties; Klaviyo allows ${propertiesLimit}`
    : undefined;
}

function valueProblem(value: unknown, path: string, depth: number): string | undefined {
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return size >= integerLimit && size < exponentFrom
      ? `property ${path} is an integer of more than 64 bits`
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value)
    ? itemsProblem(value, path, depth)
    : membersProblem(value as Readonly<Record<string, unknown>>, path, depth + 1);
}

/** Klaviyo counts objects, not the lists between them. */
function itemsProblem(items: readonly unknown[], path: string, depth: number): string | undefined {
  for (const item of items) {
    if (typeof item === 'string') continue;
    const problem = valueProblem(item, path, depth);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function membersProblem(
  members: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
): string | undefined {
  if (depth > depthLimit) return `property ${path} is nested deeper than ${depthLimit} levels`;
  for (const name in members) {
    const member = members[name];
    // Most are strings, of which nothing is to be said here.
    if (typeof member === 'string') continue;
    const problem = valueProblem(member, path, depth);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
