import type { Destination } from '../destination/destination.ts';
import type { Event } from '../event/event.ts';

/**
 * The destinations that an event goes to: those that take such an event, unless `integrations` keeps it away. A name
 * that is given there wins over `All`, and `All` is true unless said. Segment spec: Common fields, Integrations.
 */
export function route(destinations: readonly Destination[], event: Event): readonly string[] {
  const { integrations } = event;
  const all = integrations['All'] ?? true;
  return destinations
    .filter((destination) => (integrations[destination.name] ?? all) !== false)
    .filter((destination) => destination.accepts?.(event) ?? true)
    .map(({ name }) => name);
}
