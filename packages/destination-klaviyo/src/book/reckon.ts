import type { Entry, ToldEvent } from '@millrace/core';
import { Big } from 'big.js';
import { eventAttributes } from '../map/klaviyo-event.ts';
import { mappingFor } from '../map/table.ts';
import type { TrackRules } from '../map/track-mapping.ts';

/** What Klaviyo should have of an event: as the mapping sends it, and as Klaviyo keeps it, with its time cut to the second. */
export function reckon(told: ToldEvent, rules: TrackRules): readonly Entry[] {
  const happenings = mappingFor(told.event)(
    { ...told, type: 'track', receivedAt: told.timestamp, context: {}, integrations: {} },
    rules,
  );
  if (typeof happenings === 'string') return [];
  return happenings.map((happening) => {
    const { value, value_currency: currency, unique_id: key } = eventAttributes(happening);
    const ms = Date.parse(happening.time);
    return {
      account: happening.metric,
      key,
      at: new Date(ms - (ms % 1_000)).toISOString(),
      ...(value !== undefined && { value: new Big(value).toFixed() }),
      ...(currency !== undefined && { currency }),
    };
  });
}
