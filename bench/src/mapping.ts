import {
  type Destination,
  type DestinationContext,
  type Event,
  type Operation,
  type Profile,
  silentLogger,
  systemClock,
} from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import { order } from './order.ts';

/** As many orders of six events as go into one bulk request. */
const perRequest = 150;

/** Made before the time is taken: the dispatcher reads each event from the store once, for all destinations. */
const kept = 1_000;

const context: DestinationContext = {
  clock: systemClock,
  logger: silentLogger,
  signal: new AbortController().signal,
  quota: () => undefined,
};

function asStored(number: number): { event: Event; profile: Profile } {
  const { context, ...draft } = order(number);
  const { email } = context.traits;
  return {
    event: {
      ...draft,
      context,
      type: 'track',
      receivedAt: '2026-07-15T10:00:01.000Z',
      integrations: {},
    },
    profile: {
      id: number,
      identifiers: [
        { type: 'user_id', id: draft.userId },
        { type: 'email', id: email },
      ],
    },
  };
}

/**
 * Maps orders of five lines, and writes the requests that they become: the last step before the network, which is not
 * there. The destination is asked as the dispatcher asks it.
 */
export async function mapping(total: number): Promise<number> {
  let bytes = 0;
  const fetch = async (_: unknown, init?: RequestInit): Promise<Response> => {
    if (typeof init?.body === 'string') bytes += init.body.length;
    return new Response(null, { status: 202 });
  };
  const destination: Destination = klaviyo({ apiKey: 'pk_bench', fetch });
  const orders = Array.from({ length: kept }, (_, number) => asStored(number));
  let batch: Operation[] = [];
  for (let number = 0; number < total; number += 1) {
    const { event, profile } = orders[number % kept] as (typeof orders)[0];
    const mapped = destination.map(event, profile);
    if (!('operations' in mapped)) throw new Error('an order was not mapped');
    batch.push(...mapped.operations);
    if ((number + 1) % perRequest > 0 && number + 1 < total) continue;
    await destination.deliver({ lane: 'events', operations: batch }, context);
    batch = [];
  }
  if (bytes < total * 4_000) throw new Error('the requests were not written');
  return total;
}
