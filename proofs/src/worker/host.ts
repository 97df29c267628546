import {
  createPipeline,
  type Clock,
  defineTransform,
  type Destination,
  lmdbStore,
  type Logger,
  type Pipeline,
} from '@millrace/core';
import { klaviyo } from '@millrace/destination-klaviyo';
import type { Message, Setup } from './messages.ts';
import { mutated } from './mutants.ts';
import { ticker } from './ticker.ts';

const breaks = defineTransform({
  name: 'breaks',
  on: 'Order Completed',
  apply(event) {
    if ('broken' in event.properties) throw new Error('it is broken, as it was meant to be');
    return event;
  },
});

/** Without the pace of a real account, so that deliveries are always under way when something happens. */
function unpaced(destination: Destination): Destination {
  const lanes = Object.fromEntries(
    Object.entries(destination.lanes).map(([name, lane]) => [
      name,
      { ...lane, limits: [], singleLimits: [] },
    ]),
  );
  return { ...destination, lanes };
}

function loggerTo(say: (message: Message) => void): Logger {
  const log = (object: object, message: string): void => {
    const { reason } = object as { reason?: unknown };
    say({ type: 'logged', message, reason: typeof reason === 'string' ? reason : '' });
  };
  return { debug: () => undefined, info: () => undefined, warn: log, error: log };
}

/** The pipeline of a worker, which tells the other process what happens to it. */
export async function host(
  setup: Setup,
  clock: Clock,
  say: (message: Message) => void,
): Promise<Pipeline> {
  const { directory, url, apiKey, start = true, retry, mutant } = setup;
  const store = lmdbStore(directory);
  const pipeline = await createPipeline({
    store: mutant === undefined ? store : mutated(store, mutant),
    sources: setup.ticks
      ? [
          ticker({
            acknowledged: (id) => say({ type: 'acknowledged', id }),
            torn: (what) => say({ type: 'torn', what }),
          }),
        ]
      : [],
    transforms: [breaks],
    destinations: [unpaced(klaviyo({ apiKey, endpoint: url, checkAtStart: false }))],
    clock,
    logger: loggerTo(say),
    ...(retry && { retry }),
  });
  pipeline.activity$.subscribe((activity) => {
    if (activity.type === 'paused') {
      say({ type: 'paused', reason: activity.reason, until: activity.until });
    }
    if (activity.type === 'resumed') say({ type: 'resumed' });
  });
  if (start) await pipeline.start();
  return pipeline;
}
