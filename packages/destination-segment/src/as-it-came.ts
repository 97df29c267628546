import type { Context, Plugin } from '@segment/analytics-node';
import type { SegmentMessage } from './message.ts';

/**
 * A plugin of the library that sends each message as it came. Left alone, the library drops the `anonymousId` of an
 * alias, writes the category of a page into its properties, and puts its own name over the library that made the event.
 */
export function asItCame(messages: readonly SegmentMessage[]): Plugin {
  const byId = new Map(messages.map((message) => [message.messageId, message]));
  const restore = (context: Context): Context => {
    const message = byId.get(context.event.messageId ?? '');
    if (message) context.event = copyOf(message) as Context['event'];
    return context;
  };
  return {
    name: 'Millrace: as it came',
    type: 'before',
    isLoaded: () => true,
    load: () => Promise.resolve(),
    track: restore,
    identify: restore,
    page: restore,
    screen: restore,
    group: restore,
    alias: restore,
  };
}

/** A copy down to where the library writes: the message itself is frozen. */
function copyOf(message: SegmentMessage): object {
  const { context } = message;
  return { ...message, context: { ...context, library: libraryOf(context) } };
}

/**
 * An event that already says which library made it keeps that; the library's writing runs into the void. A missing one
 * must be an object all the same: over `null` the library fails, and reports success.
 */
function libraryOf({ library }: SegmentMessage['context']): object {
  if (typeof library?.name !== 'string') return {};
  const kept = (value: unknown) => ({ enumerable: true, get: () => value, set: () => undefined });
  return Object.defineProperties(
    { ...library },
    { name: kept(library.name), version: kept(library.version) },
  );
}
