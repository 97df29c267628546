import type { TrackEvent } from '@millrace/core';
import type { Happening } from './klaviyo-event.ts';
import type { SchemaName } from './schema/schemas.ts';

/** The settings that decide what a track event is worth. */
export interface TrackRules {
  readonly orderMetric: string;
  readonly cancelledMetric: string;
  readonly properties: SchemaName;
}

/** What a track event is worth in Klaviyo; a string says why it can never be delivered. */
export type TrackMapping = (event: TrackEvent, rules: TrackRules) => readonly Happening[] | string;
