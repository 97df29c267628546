import { randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type * as z from 'zod';
import { Dispatcher, type DispatchContext } from '../dispatch/dispatcher.ts';
import type { RetryPolicy } from '../dispatch/conclude.ts';
import { ecommerce } from '../event/ecommerce/index.ts';
import { Ingest } from '../ingest/accept.ts';
import { CrashWatch } from '../ingest/crash-watch.ts';
import { priorityBy } from '../ingest/priority.ts';
import { validator } from '../ingest/validate.ts';
import { ActivityFeed } from '../observe/activity.ts';
import type { Clock } from '../observe/clock.ts';
import { silentLogger, type Logger } from '../observe/logger.ts';
import { OpenTelemetry } from '../observe/opentelemetry.ts';
import type { Telemetry } from '../observe/telemetry.ts';
import type { Store } from '../store/store.ts';
import { Calls } from './calls.ts';
import { Container, token } from './container.ts';
import type { Options } from './options.ts';

/** The parts of a pipeline. */
export const parts = {
  clock: token<Clock>('clock'),
  logger: token<Logger>('logger'),
  store: token<Store>('store'),
  activity: token<ActivityFeed>('activity'),
  telemetry: token<Telemetry>('telemetry'),
  retryPolicy: token<RetryPolicy>('retry policy'),
  destinationContext: token<DispatchContext>('destination context'),
  abort: token<AbortController>('abort'),
  calls: token<Calls>('calls'),
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
    .factory(parts.telemetry, () => new OpenTelemetry(options.name))
    .factory(parts.calls, (get) => new Calls(get.get(parts.activity), get.get(parts.logger)))
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
          watch: new CrashWatch(get.get(parts.store).crashes, get.get(parts.clock)),
          activity: get.get(parts.activity),
          telemetry: get.get(parts.telemetry),
          maxEventBytes: options.maxEventBytes,
          priority: priorityBy(options.priority),
        }),
    )
    .factory(parts.dispatchers, (get) =>
      options.destinations.map(
        (destination) =>
          new Dispatcher(destination, get.get(parts.destinationContext), {
            store: get.get(parts.store),
            activity: get.get(parts.activity),
            telemetry: get.get(parts.telemetry),
            policy: get.get(parts.retryPolicy),
          }),
      ),
    );
}
