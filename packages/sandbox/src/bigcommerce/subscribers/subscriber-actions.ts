import type { Emit } from '../webhooks/events.ts';
import type { NewSubscriber, Subscriber, SubscriberChanges, Subscribers } from './subscribers.ts';

export interface SubscriberActions {
  /**
   * Somebody gives an email and ticks the newsletter or, with empty `consents`, does not. A store has one subscriber of
   * an email: the one that is there is updated.
   */
  subscribe(subscriber: NewSubscriber): Subscriber;
  /** By the link in an email: the subscriber stays, without consents. */
  unsubscribe(email: string): Subscriber;
  updateSubscriber(id: number, changes: SubscriberChanges): Subscriber;
  deleteSubscriber(id: number): void;
}

/** BigCommerce: Webhook Events, "Subscribers". */
export function subscriberActions(subscribers: Subscribers, emit: Emit): SubscriberActions {
  const emitSubscriber = (event: string, id: number) =>
    emit(`store/subscriber/${event}`, { type: 'subscriber', id });
  const update = (id: number, changes: SubscriberChanges): Subscriber => {
    const subscriber = subscribers.update(id, changes);
    emitSubscriber('updated', id);
    return subscriber;
  };

  return {
    subscribe(input) {
      const known = subscribers.withEmail(input.email)?.subscriber;
      const { consents = ['marketing_newsletter'] } = input;
      if (known) return update(known.id, { ...input, consents });
      const subscriber = subscribers.add(input);
      emitSubscriber('created', subscriber.id);
      return subscriber;
    },
    unsubscribe(email) {
      const known = subscribers.withEmail(email)?.subscriber;
      if (!known) throw new RangeError(`The sandbox has no subscriber ${email}`);
      return update(known.id, { consents: [] });
    },
    updateSubscriber: update,
    deleteSubscriber(id) {
      subscribers.delete(id);
      emitSubscriber('deleted', id);
    },
  };
}
