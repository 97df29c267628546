import { nameOf, type Event } from '../event/event.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Lease } from '../store/lease.ts';
import type { Conclusion } from './conclude.ts';

/** Publishes what became of events, once it is durable. */
export const announce = {
  settled(
    feed: ActivityFeed,
    destination: string,
    lease: Lease,
    conclusions: readonly Conclusion[],
  ): void {
    if (!feed.isWatched) return;
    const events = new Map(lease.events.map(({ ref, event }) => [ref, event]));
    for (const conclusion of conclusions) {
      const event = events.get(conclusion.ref);
      if (event === undefined) continue;
      const about = { messageId: event.messageId, event: nameOf(event), destination };
      switch (conclusion.status) {
        case 'delivered':
          feed.publish({ type: 'delivered', ...about });
          break;
        case 'retry':
          feed.publish({ type: 'retrying', ...about, reason: conclusion.reason });
          break;
        case 'held':
        case 'dropped':
          feed.publish({ type: conclusion.status, ...about, reason: conclusion.reason });
          break;
        case 'dead':
          feed.publish({
            type: conclusion.refused ? 'rejected' : 'dead',
            ...about,
            reason: conclusion.reason,
          });
          break;
        case 'release':
          break;
      }
    }
  },

  released(
    feed: ActivityFeed,
    destination: string,
    released: readonly { readonly destination: string; readonly event: Event }[],
  ): void {
    const reason = 'something new is known of its profile';
    for (const { destination: holder, event } of released) {
      if (holder !== destination) continue;
      feed.publish({
        type: 'released',
        messageId: event.messageId,
        event: nameOf(event),
        destination,
        reason,
      });
    }
  },
};
