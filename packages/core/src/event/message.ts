import * as z from 'zod';
import { Context } from './context.ts';
import { Id, Timestamp } from './scalars.ts';
import { GroupTraits, UserTraits } from './traits.ts';

/**
 * Which destinations an event goes to. Segment spec: Common fields, Integrations. `All` is the default for those that
 * are not named; `false` keeps the event away; `true` or an object with per-event settings lets it through.
 */
export const Integrations = z.record(z.string(), z.union([z.boolean(), z.looseObject({})]));
export type Integrations = z.output<typeof Integrations>;

/** What a caller may say of any message. Everything but an id of the person has a default. */
const common = {
  messageId: z.string().min(1).max(99, 'Segment takes fewer than 100 characters').optional(),
  anonymousId: Id.nullish(),
  userId: Id.nullish(),
  timestamp: Timestamp.optional(),
  context: Context.nullish(),
  integrations: Integrations.nullish(),
};

const properties = z.looseObject({}).nullish();
const text = z.string().nullish();

/** The six calls of the Segment spec, as a caller hands them in: drafts. Unknown top-level fields are refused. */
export const drafts = {
  track: z.strictObject({
    type: z.literal('track'),
    event: z.string().min(1, 'an event needs a name').max(255),
    properties,
    ...common,
  }),
  identify: z.strictObject({
    type: z.literal('identify'),
    traits: UserTraits.nullish(),
    ...common,
  }),
  page: z.strictObject({
    type: z.literal('page'),
    name: text,
    category: text,
    properties,
    ...common,
  }),
  screen: z.strictObject({
    type: z.literal('screen'),
    name: text,
    category: text,
    properties,
    ...common,
  }),
  group: z.strictObject({
    type: z.literal('group'),
    groupId: Id,
    traits: GroupTraits.nullish(),
    ...common,
  }),
  alias: z.strictObject({ type: z.literal('alias'), previousId: Id, ...common, userId: Id }),
};

export type MessageType = keyof typeof drafts;

/** What a caller hands in, by message type: only an id of the person and the call's own fields are required. */
export type Draft<T extends MessageType = MessageType> = {
  [K in T]: z.input<(typeof drafts)[K]>;
}[T];
