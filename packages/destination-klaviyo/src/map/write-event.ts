import type { Warning } from '@millrace/core';
import { type EventAttributes, eventAttributes, type Happening } from './klaviyo-event.ts';
import { cutToLimits, shortJson } from './limits-cut.ts';
import { eventBytesProblem, eventProblem } from './limits.ts';
import type { EventOperation } from './payload.ts';
import type { EventProfile } from './profile.ts';
import { partsCut, valuesIgnored } from './warnings.ts';

/** What an event of a bulk request takes besides itself, at most: the brackets around it, and around its profile. */
const envelopeBytes = 200;

/** What all that one event is worth has in common. */
export interface Writing {
  readonly profile: EventProfile;
  readonly profileBytes: number;
  /** Stands for now: mapping has no clock. */
  readonly receivedAt: string;
  /** Klaviyo records an event of the past, and starts no flow for it. */
  readonly backfill: boolean;
  /** What somebody should know of it is added here. */
  readonly warnings: Warning[];
}

/** Writes down what happened as Klaviyo is told of it, within its limits; a string says why Klaviyo would refuse it. */
export function writeEvent(happening: Happening, writing: Writing): EventOperation | string {
  const { profile, profileBytes, receivedAt, backfill, warnings } = writing;
  const { metric, uniqueId } = happening;
  let attributes: EventAttributes = eventAttributes(happening);
  if (backfill) attributes = { ...attributes, backfill };
  let event = JSON.stringify(attributes);
  if (event.length > shortJson) {
    const cut = cutToLimits(attributes.properties);
    if (cut !== undefined) {
      attributes = { ...attributes, properties: cut.properties };
      event = JSON.stringify(attributes);
      warnings.push(partsCut(metric, cut.names));
    }
  }
  const bytes = Buffer.byteLength(event) + profileBytes + envelopeBytes;
  const problem = eventProblem(attributes, receivedAt) ?? eventBytesProblem(bytes);
  if (problem !== undefined) return `${metric}: ${problem}`;
  const ignored = ignoredIn(attributes.properties);
  if (ignored !== undefined) warnings.push(valuesIgnored(metric, ignored));
  return { lane: 'events', key: `${metric}:${uniqueId}`, payload: { profile, event }, bytes };
}

function ignoredIn(properties: EventAttributes['properties']): readonly string[] | undefined {
  let names: string[] | undefined;
  for (const name in properties) {
    const value = properties[name];
    if (value === 0 || value === null || value === '') (names ??= []).push(name);
  }
  return names;
}
