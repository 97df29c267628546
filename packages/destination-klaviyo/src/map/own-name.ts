import { decimal, toNumber } from './decimal.ts';
import type { TrackMapping } from './track-mapping.ts';

/**
 * Any other event: a metric of its own name, with its properties as they are. It is worth its `revenue`, else its
 * `total`, else its `value`.
 */
export const ownName: TrackMapping = (event) => {
  const { properties } = event;
  const amount =
    decimal(properties['revenue']) ?? decimal(properties['total']) ?? decimal(properties['value']);
  return [
    {
      metric: event.event,
      uniqueId: event.messageId,
      time: event.timestamp,
      value: toNumber(amount),
      currency: properties['currency'],
      properties,
    },
  ];
};
