import { defineDestination, type Destination, parseSettings } from '@millrace/core';
import { deliver } from './deliver.ts';
import { lane } from './limits.ts';
import { map } from './map.ts';
import type { SegmentMessage } from './message.ts';
import { post } from './post.ts';
import { type SegmentSettings, Settings } from './settings.ts';

/**
 * Delivers events to Segment, by way of `@segment/analytics-node`.
 *
 * It is named `Segment.io`, as Segment names itself in `integrations`: an event with
 * `integrations: { 'Segment.io': false }` stays away from it, here as with Segment's own libraries.
 *
 * @throws {InvalidSettings} naming every setting that is wrong.
 */
export function segment(settings: SegmentSettings): Destination<SegmentMessage> {
  const parsed = parseSettings('segment', Settings, settings);
  return defineDestination<SegmentMessage>({
    name: 'Segment.io',
    lanes: { batch: lane },
    map,
    deliver({ operations }, context) {
      const messages = operations.map(({ payload }) => payload);
      return deliver(messages, (some) => post(some, parsed, context));
    },
  });
}
