import * as z from 'zod';
import { data, dateTime, freeForm, nullableString } from './json-api.ts';
import { profileOfBulk, profileOfEvent } from './profile.ts';

const metric = data(
  z.strictObject({
    type: z.literal('metric'),
    attributes: z.strictObject({ name: z.string(), service: nullableString }),
  }),
);

const eventOfGroup = z.strictObject({
  properties: freeForm,
  metric,
  time: dateTime.nullish(),
  value: z.number().nullish(),
  value_currency: nullableString,
  unique_id: nullableString,
  backfill: z.boolean().nullish(),
});

/** An event without its profile. */
export type EventAttributes = z.output<typeof eventOfGroup>;

/** `POST /api/events`. */
export const createEvent = data(
  z.strictObject({
    type: z.literal('event'),
    attributes: eventOfGroup.extend({ profile: profileOfEvent }),
  }),
);

const group = z.strictObject({
  type: z.literal('event-bulk-create'),
  attributes: z.strictObject({
    backfill: z.boolean().nullish(),
    profile: profileOfBulk,
    events: data(z.array(z.strictObject({ type: z.literal('event'), attributes: eventOfGroup }))),
  }),
});

/** `POST /api/event-bulk-create-jobs`: events, grouped by profile. */
export const bulkCreateEvents = data(
  z.strictObject({
    type: z.literal('event-bulk-create-job'),
    attributes: z.strictObject({ 'events-bulk-create': data(z.array(group)) }),
  }),
);
export type EventGroup = z.output<typeof group>;
