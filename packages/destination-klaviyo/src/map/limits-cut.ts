import type { Properties } from './klaviyo-event.ts';

/** Klaviyo: Events API overview, Limitations. */
const stringBytesLimit = 100_000;
const arrayLimit = 4_000;

/** JSON that is shorter has nothing in it that is too long: 4,001 items take two bytes each, a string as many as it has. */
export const shortJson = 2 * arrayLimit;

/** What a string ends in that was cut. */
const mark = '… (cut)';
const keptBytes = stringBytesLimit - Buffer.byteLength(mark);

/** Properties that are within the limits, and what was cut for that. */
export interface Cut {
  readonly properties: Readonly<Properties>;
  /** The names of the properties that lost something. */
  readonly names: readonly string[];
}

/**
 * Cuts what is too long for Klaviyo: strings of more than 100 KB end in a mark, lists of more than 4,000 items end there.
 * What is left is as true as before. Nothing is changed in place.
 *
 * @returns nothing when nothing is too long.
 */
export function cutToLimits(properties: Readonly<Properties>): Cut | undefined {
  const names = Object.keys(properties).filter((name) => hasTooMuch(properties[name]));
  if (names.length === 0) return undefined;
  return { properties: cut(properties) as Properties, names };
}

function hasTooMuch(value: unknown): boolean {
  if (typeof value === 'string') return isTooLong(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > arrayLimit || value.some(hasTooMuch);
  return Object.values(value).some(hasTooMuch);
}

function isTooLong(text: string): boolean {
  // A UTF-16 unit is at most three bytes of UTF-8.
  return text.length * 3 > stringBytesLimit && Buffer.byteLength(text) > stringBytesLimit;
}

function cut(value: unknown): unknown {
  if (typeof value === 'string') return isTooLong(value) ? cutString(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.slice(0, arrayLimit).map(cut);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member)]));
}

function cutString(text: string): string {
  const bytes = Buffer.from(text).subarray(0, keptBytes);
  // As a stream: of a character that was cut in two it waits for the rest, which never comes.
  return new TextDecoder().decode(bytes, { stream: true }) + mark;
}
