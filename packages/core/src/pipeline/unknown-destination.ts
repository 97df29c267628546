import type { Destination } from '../destination/destination.ts';
import { MillraceError } from '../event/error.ts';

/** Thrown when a destination is named that the pipeline does not have. Nothing was done. */
export class UnknownDestination extends MillraceError {
  constructor(name: string, names: readonly string[]) {
    const known = names.length === 0 ? 'It has none' : `It has ${names.join(', ')}`;
    super('UNKNOWN_DESTINATION', `The pipeline has no destination named "${name}". ${known}.`);
  }
}

/** @throws {UnknownDestination} when none of them has the name. */
export function destinationNamed(destinations: readonly Destination[], name: string): Destination {
  const found = destinations.find((destination) => destination.name === name);
  if (found !== undefined) return found;
  throw new UnknownDestination(
    name,
    destinations.map((destination) => destination.name),
  );
}
