import { orderCompleted } from './order-completed.ts';
import { ownName } from './own-name.ts';
import type { TrackMapping } from './track-mapping.ts';

/** The events that Klaviyo has metrics of its own for. */
const table: ReadonlyMap<string, TrackMapping> = new Map([
  // Placed Order, and an Ordered Product for each line
  ['Order Completed', orderCompleted],
]);

export const mappingFor = (name: string): TrackMapping => table.get(name) ?? ownName;
