import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type * as z from 'zod';
import type { DestinationContext } from '../destination/destination.ts';
import { Dispatcher } from '../dispatch/dispatcher.ts';
import type { RetryPolicy } from '../dispatch/conclude.ts';
import { ecommerce } from '../event/ecommerce/index.ts';
import { Ingest } from '../ingest/accept.ts';
import { validator } from '../ingest/validate.ts';
import { ActivityFeed } from '../observe/activity.ts';
import type { Clock } from '../observe/clock.ts';
import { silentLogger, type Logger } from '../observe/logger.ts';
import type { Store } from '../store/store.ts';
import { Container, token } from './container.ts';
import type { Options } from './options.ts';

/** The parts of a pipeline. */
export const parts = {
  clock: token<Clock>('clock'),
  logger: token<Logger>('logger'),
  store: token<Store>('store'),
  activity: token<ActivityFeed>('activity'),
  retryPolicy: token<RetryPolicy>('retry policy'),
  destinationContext: token<DestinationContext>('destination context'),
  abort: token<AbortController>('abort'),
  ingest: token<Ingest>('ingest'),
  dispatchers: token<readonly Dispatcher[]>('dispatchers'),
};

/** Puts a pipeline together: the only place that knows which part needs which. */
export function compose(options: z.output<typeof Options>, clock: Clock, store: Store): Container {
  return new Container()
    .value(parts.clock, clock)
    .value(parts.logger, options.logger ?? silentLogger)
    .value(parts.store, store)
    .factory(parts.abort, () => {
      const controller = new AbortController();
      // One signal for every call under way: Node would warn of a leak from the eleventh on.
      setMaxListeners(0, controller.signal);
      return controller;
    })
    .factory(parts.activity, (get) => new ActivityFeed(() => get.get(parts.clock).now()))
    .factory(parts.retryPolicy, () => ({ ...options.retry, random: options.random ?? Math.random }))
    .factory(parts.destinationContext, (get) => ({
      clock: get.get(parts.clock),
      logger: get.get(parts.logger),
      signal: get.get(parts.abort).signal,
    }))
    .factory(
      parts.ingest,
      (get) =>
        new Ingest({
          store: get.get(parts.store),
          destinations: options.destinations,
          transforms: options.transforms,
          validate: validator(options.plan ?? ecommerce, options.unplanned),
          tools: {
            now: () => get.get(parts.clock).now(),
            newId: options.newId ?? randomUUID,
          },
          activity: get.get(parts.activity),
          maxEventBytes: options.maxEventBytes,
        }),
    )
    .factory(parts.dispatchers, (get) =>
      options.destinations.map(
        (destination) =>
          new Dispatcher(destination, get.get(parts.destinationContext), {
            store: get.get(parts.store),
            activity: get.get(parts.activity),
            policy: get.get(parts.retryPolicy),
          }),
      ),
    );
}
