import type { Destination } from '../destination/destination.ts';
import { parts } from './compose.ts';
import type { Container } from './container.ts';
import { destinationNamed } from './unknown-destination.ts';

/** Delivers nothing more to a destination, and says so once that is durable. */
export async function pause(
  container: Container,
  destinations: readonly Destination[],
  name: string,
): Promise<void> {
  const { name: destination } = destinationNamed(destinations, name);
  await container.get(parts.store).pause(destination);
  container.get(parts.activity).publish({ type: 'paused', destination, reason: 'paused by hand' });
}

/** Delivers to a destination again that was paused. */
export async function resume(
  container: Container,
  destinations: readonly Destination[],
  name: string,
): Promise<void> {
  const { name: destination } = destinationNamed(destinations, name);
  await container.get(parts.store).resume(destination);
  container.get(parts.activity).publish({ type: 'resumed', destination });
}
