import type { CommonFields, Event } from '../event/event.ts';
import { jsonProblem } from '../event/json.ts';
import { drafts, type Draft } from '../event/message.ts';
import { identifiersOf } from '../identity/identifiers.ts';
import { InvalidEvent } from '../event/invalid-event.ts';

export interface NormaliseTools {
  now(): number;
  newId(): string;
}

const types = Object.keys(drafts).join(', ');

/**
 * Makes a draft an event: the fields of the Segment spec, their defaults, times in UTC, ids as strings.
 *
 * @throws {InvalidEvent} when it is not one of the six messages, has no id of a person, or holds what JSON cannot.
 */
export function normalise(draft: Draft, tools: NormaliseTools): Event {
  const problem = jsonProblem(draft);
  if (problem !== undefined) throw new InvalidEvent(draft, [{ path: '', message: problem }]);
  const event = toEvent(parseDraft(draft), tools);
  if (identifiersOf(event).length === 0) {
    throw new InvalidEvent(draft, [
      {
        path: 'userId',
        message:
          'give userId, anonymousId, an email in the traits, or context.externalIds: it is about nobody',
      },
    ]);
  }
  return event;
}

function parseDraft(draft: Draft) {
  // Asked for as its own: objects inherit `toString` and the like.
  const schema = Object.hasOwn(drafts, draft?.type) ? drafts[draft.type] : undefined;
  if (schema === undefined) {
    throw new InvalidEvent(draft, [{ path: 'type', message: `expected one of ${types}` }]);
  }
  const parsed = schema.safeParse(draft);
  if (!parsed.success) throw InvalidEvent.from(draft, parsed.error);
  return parsed.data;
}

function toEvent(draft: ReturnType<typeof parseDraft>, tools: NormaliseTools): Event {
  const receivedAt = new Date(tools.now()).toISOString();
  const common: CommonFields = {
    messageId: draft.messageId ?? tools.newId(),
    ...(draft.userId ? { userId: draft.userId } : {}),
    ...(draft.anonymousId ? { anonymousId: draft.anonymousId } : {}),
    timestamp: draft.timestamp ?? receivedAt,
    receivedAt,
    context: draft.context ?? {},
    integrations: draft.integrations ?? {},
  };
  switch (draft.type) {
    case 'track':
      return { type: 'track', ...common, event: draft.event, properties: draft.properties ?? {} };
    case 'identify':
      return { type: 'identify', ...common, traits: draft.traits ?? {} };
    case 'page':
    case 'screen':
      return {
        type: draft.type,
        ...common,
        ...(draft.name ? { name: draft.name } : {}),
        ...(draft.category ? { category: draft.category } : {}),
        properties: draft.properties ?? {},
      };
    case 'group':
      return { type: 'group', ...common, groupId: draft.groupId, traits: draft.traits ?? {} };
    case 'alias':
      return { type: 'alias', ...common, userId: draft.userId, previousId: draft.previousId };
  }
}
