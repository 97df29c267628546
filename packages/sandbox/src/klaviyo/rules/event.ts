import { invalid } from '../protocol/problems.ts';
import type { Problem } from '../protocol/refusal.ts';
import type { EventAttributes } from '../schema/event.ts';
import { LIMITS } from './limits.ts';
import { faultsOfProperties } from './properties.ts';

/** The reference says 1990, the overview 2000: the later of the two is safe with both. */
const EARLIEST = Date.UTC(2000, 0, 1);
const YEAR_MS = 365 * 86_400_000;

/** What a schema cannot say of an event. `pointer` is where its attributes are. */
export function eventProblems(event: EventAttributes, pointer: string, now: number): Problem[] {
  const problems: Problem[] = [];
  const refuse = (where: string, why: string) => problems.push(invalid(`${pointer}/${where}`, why));
  const { name } = event.metric.data.attributes;
  if (name === '' || name.length > LIMITS.metricNameLength) {
    refuse('metric/data/attributes/name', 'The metric name must have 1 to 127 characters.');
  }
  const { unique_id: uniqueId } = event;
  if (typeof uniqueId === 'string' && !isBetween(uniqueId.length, 1, LIMITS.uniqueIdLength)) {
    refuse('unique_id', 'The unique_id must have 1 to 255 characters.');
  }
  if (event.time && !isBetween(Date.parse(event.time), EARLIEST, now + YEAR_MS)) {
    refuse('time', 'The time must be after the year 1999 and at most one year in the future.');
  }
  if (event.value_currency && !/^[A-Z]{3}$/.test(event.value_currency)) {
    refuse('value_currency', 'Not an ISO 4217 currency code.');
  }
  for (const { property, why } of faultsOfProperties(event.properties)) {
    refuse(property === undefined ? 'properties' : `properties/${property}`, why);
  }
  return problems;
}

function isBetween(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}
