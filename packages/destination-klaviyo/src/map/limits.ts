import type { EventAttributes } from './klaviyo-event.ts';
import type { EventProfile, ProfileAttributes } from './profile.ts';

// Klaviyo: Events API overview, Limitations; Profiles API overview, Limitations. Beyond them an event is refused, and
// a bulk request with it: so they are checked before it travels with others.

/** A metric name is shorter than this. */
export const metricNameLimit = 128;
const uniqueIdLimit = 255;
const propertiesLimit = 400;
const stringBytesLimit = 100_000;
const arrayLimit = 4_000;
const depthLimit = 10;
const integerLimit = 2 ** 63;
/** From here on JSON has an exponent, and the number is no integer to those who read it. */
const exponentFrom = 1e21;
const eventProfileBytesLimit = 95_000;
const profileBytesLimit = 100_000;
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

/** Why Klaviyo would refuse an event for its profile, or `undefined`. */
export function eventProfileProblem(profile: EventProfile): string | undefined {
  return bytesProblem('the profile of an event', profile, eventProfileBytesLimit);
}

/** Why Klaviyo would refuse this profile, or `undefined`. */
export function profileProblem(profile: ProfileAttributes): string | undefined {
  return bytesProblem('a profile', profile, profileBytesLimit);
}

function bytesProblem(what: string, value: object, limit: number): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(value));
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
  if (typeof value === 'string') return stringProblem(value, path);
  if (typeof value === 'number') {
    const size = Math.abs(value);
    return size >= integerLimit && size < exponentFrom
      ? `property ${path} is an integer of more than 64 bits`
      : undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const isArray = Array.isArray(value);
  if (isArray && value.length > arrayLimit) {
    return `property ${path} holds ${value.length} items; Klaviyo allows ${arrayLimit}`;
  }
  // Klaviyo counts objects, and `properties` is the first.
  const level = isArray ? depth : depth + 1;
  if (level > depthLimit) return `property ${path} is nested deeper than ${depthLimit} levels`;
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    // The path of a member is only put together when there is something to say of it.
    const problem = valueProblem(members[name], path, level);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function stringProblem(value: string, path: string): string | undefined {
  // A UTF-16 unit is at most three bytes of UTF-8.
  if (value.length * 3 <= stringBytesLimit) return undefined;
  const bytes = Buffer.byteLength(value);
  return bytes > stringBytesLimit
    ? `a string in property ${path} has ${bytes} bytes; Klaviyo allows ${stringBytesLimit}`
    : undefined;
}
