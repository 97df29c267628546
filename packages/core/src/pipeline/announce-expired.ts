import { nameOf } from '../event/event.ts';
import type { ActivityFeed } from '../observe/activity.ts';
import type { Store } from '../store/store.ts';

/** Publishes what the store drops by itself: events that were held for too long. */
export function announceExpired(store: Store, activity: ActivityFeed): void {
  store.listen({
    work: () => undefined,
    released: () => undefined,
    expired(events) {
      for (const { destination, event, reason } of events) {
        const { messageId } = event;
        activity.publish({ type: 'dropped', messageId, event: nameOf(event), destination, reason });
      }
    },
  });
}
