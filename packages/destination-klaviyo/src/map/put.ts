import type { Properties } from './klaviyo-event.ts';

type Source = Readonly<Record<string, unknown>>;

/** Sets a property if there is something to set: Klaviyo takes `null` for unset, so it is not worth its bytes. */
export function put(target: Properties, name: string, value: unknown): void {
  if (value !== undefined && value !== null) target[name] = value;
}

/** Copies what `source` has beyond the names in `taken`, under its own names. */
export function putRest(target: Properties, source: Source, taken: ReadonlySet<string>): void {
  for (const name in source) {
    // A key `__proto__` would set the prototype.
    if (taken.has(name) || name === '__proto__') continue;
    put(target, name, source[name]);
  }
}
