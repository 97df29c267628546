import type { Properties } from './klaviyo-event.ts';

type Source = Readonly<Record<string, unknown>>;

/** Sets a property if there is something to set. */
export type Put = (target: Properties, name: string, value: unknown) => void;

/** In an object inside a property, such as an item: 0 is a price there, `null` and an empty text are nothing. */
export const put: Put = (target, name, value) => {
  if (value !== undefined && value !== null && value !== '') target[name] = value;
};

/**
 * A property of an event itself: Klaviyo takes `null`, an empty text and 0 for unset, so they are not worth their bytes.
 *
 * Klaviyo: Events API overview, Limitations
 */
export const putProperty: Put = (target, name, value) => {
  if (value !== 0) put(target, name, value);
};

/** A list, of each value once. An empty one says nothing. */
export function putList(target: Properties, name: string, values: Iterable<string>): void {
  const list = [...new Set(values)];
  if (list.length > 0) target[name] = list;
}

/** Copies what `source` has beyond the names in `taken`, under its own names. */
export function putRest(
  target: Properties,
  source: Source,
  taken: ReadonlySet<string>,
  set: Put = put,
): void {
  for (const name in source) {
    // A key `__proto__` would set the prototype.
    if (taken.has(name) || name === '__proto__') continue;
    set(target, name, source[name]);
  }
}
