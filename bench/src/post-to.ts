import { defineDestination, delivered, DestinationUnavailable, type Event } from '@millrace/core';

/** A destination that posts each batch of events to an address, and tells of each event when it was accepted. */
export function postTo(
  name: string,
  url: string,
  onDelivered: (messageId: string) => void = () => undefined,
) {
  return defineDestination<Event>({
    name,
    lanes: { all: { maxOperations: 100 } },
    map: (event) => ({ operations: [{ lane: 'all', key: event.messageId, payload: event }] }),
    async deliver({ operations }, { signal }) {
      const body = JSON.stringify(operations.map(({ payload }) => payload));
      let response: Response;
      try {
        response = await fetch(url, { method: 'POST', body, signal });
        await response.arrayBuffer();
      } catch (cause) {
        throw new DestinationUnavailable(`${name} cannot be reached`, { cause });
      }
      if (!response.ok) throw new DestinationUnavailable(`${name} answered ${response.status}`);
      for (const { key } of operations) onDelivered(key);
      return operations.map(() => delivered);
    },
  });
}
