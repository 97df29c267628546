import * as z from 'zod';
import { Id } from './scalars.ts';
import { UserTraits } from './traits.ts';

const text = z.string().nullish();
const number = z.number().nullish();
const flag = z.boolean().nullish();

/** An identifier of a person that is neither `userId` nor `anonymousId`. Segment spec: Identify, externalIds. */
export const ExternalId = z.looseObject({ type: z.string().min(1).max(64), id: Id });
export type ExternalId = z.output<typeof ExternalId>;

/**
 * What surrounds an event. Segment spec: Common fields, Context. Every field is optional, and fields that the spec does
 * not name are kept.
 */
export const Context = z.looseObject({
  active: flag,
  /**
   * Not in the spec: `true` marks an event of the past that is told only now, such as one of a year's orders. A
   * destination then records it and sets nothing off by it, where the vendor knows the difference.
   */
  backfill: flag,
  app: z.looseObject({ name: text, version: text, build: text, namespace: text }).nullish(),
  campaign: z
    .looseObject({ name: text, source: text, medium: text, term: text, content: text })
    .nullish(),
  channel: text,
  device: z
    .looseObject({
      id: text,
      advertisingId: text,
      adTrackingEnabled: flag,
      manufacturer: text,
      model: text,
      name: text,
      type: text,
      token: text,
      version: text,
    })
    .nullish(),
  externalIds: z.array(ExternalId).nullish(),
  groupId: Id.nullish(),
  ip: text,
  library: z.looseObject({ name: text, version: text }).nullish(),
  locale: text,
  network: z.looseObject({ bluetooth: flag, carrier: text, cellular: flag, wifi: flag }).nullish(),
  os: z.looseObject({ name: text, version: text }).nullish(),
  page: z
    .looseObject({ path: text, referrer: text, search: text, title: text, url: text })
    .nullish(),
  referrer: z.looseObject({ id: text, type: text, name: text, url: text, link: text }).nullish(),
  screen: z.looseObject({ width: number, height: number, density: number }).nullish(),
  timezone: text,
  traits: UserTraits.nullish(),
  userAgent: text,
  userAgentData: z.looseObject({}).nullish(),
});
export type Context = z.output<typeof Context>;
