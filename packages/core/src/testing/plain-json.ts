import { jsonProblem } from '../event/json.ts';

/**
 * Finds what in `value` would not come back from JSON as it is: what {@link jsonProblem} finds, and objects with a
 * class, such as a Date or a Buffer, which come back as something else. `undefined` members are fine.
 */
export function notPlainJson(value: unknown, what: string): string | undefined {
  const problem = jsonProblem(value);
  return problem === undefined ? objectWithClass(value, what) : `${what}: ${problem}`;
}

function objectWithClass(value: unknown, path: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value) as object | null;
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) {
    return `${path} is a ${prototype.constructor.name}, not a plain object`;
  }
  for (const [key, member] of Object.entries(value)) {
    const within = objectWithClass(member, `${path}.${key}`);
    if (within !== undefined) return within;
  }
  return undefined;
}
