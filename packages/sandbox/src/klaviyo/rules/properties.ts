import { LIMITS } from './limits.ts';

export interface PropertyFault {
  /** The property at fault, or none when all of them together are. */
  readonly property?: string;
  readonly why: string;
}

/** Judges the properties of an event by Klaviyo's limits on number, size and nesting. */
export function faultsOfProperties(properties: Readonly<Record<string, unknown>>): PropertyFault[] {
  const entries = Object.entries(properties);
  const faults: PropertyFault[] = [];
  if (entries.length > LIMITS.propertiesPerEvent) {
    faults.push({ why: `An event has at most ${LIMITS.propertiesPerEvent} properties.` });
  }
  for (const [property, value] of entries) {
    const why = faultOf(value);
    if (why) faults.push({ property, why });
  }
  return faults;
}

function faultOf(property: unknown): string | undefined {
  // With a stack of its own: a body of five million brackets must not break the sandbox's.
  const waiting = [{ value: property, level: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, level } = next;
    if (typeof value === 'string' && isTooLong(value)) return 'A string has at most 100 KB.';
    if (Array.isArray(value)) {
      if (value.length > LIMITS.arrayItems)
        return `An array has at most ${LIMITS.arrayItems} items.`;
      for (const item of value as unknown[]) waiting.push({ value: item, level });
    } else if (typeof value === 'object' && value !== null) {
      // Klaviyo counts objects; `properties` itself is the first.
      if (level + 1 > LIMITS.nesting) return `Objects are nested at most ${LIMITS.nesting} deep.`;
      for (const item of Object.values(value))
        waiting.push({ value: item as unknown, level: level + 1 });
    }
  }
  return undefined;
}

function isTooLong(text: string): boolean {
  // UTF-8 takes at most three bytes for each unit of a string's length.
  return text.length * 3 > LIMITS.stringBytes && Buffer.byteLength(text) > LIMITS.stringBytes;
}

/** Klaviyo ignores these values in event properties, as if they were not there (Events API overview). */
export function withoutIgnored(
  properties: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== 0 && value !== null && value !== ''),
  );
}
