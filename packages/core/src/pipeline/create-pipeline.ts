import type { ecommerce } from '../event/ecommerce/index.ts';
import type { Draft } from '../event/message.ts';
import type { Plan } from '../event/plan.ts';
import { parseSettings } from '../event/settings.ts';
import { systemClock } from '../observe/clock.ts';
import { silentLogger } from '../observe/logger.ts';
import { lmdbStore } from '../store/lmdb/lmdb-store.ts';
import { announceExpired } from './announce-expired.ts';
import { attachSources } from './attach-sources.ts';
import { compose, parts } from './compose.ts';
import { Lifecycle } from './lifecycle.ts';
import { Options, type PipelineOptions } from './options.ts';
import { pause, resume } from './pause.ts';
import type { Pipeline } from './pipeline.ts';
import { replayDeadLetters, replayDelivered } from './replay.ts';

/**
 * Opens the store and puts a pipeline together. Sources may answer from now on; nothing is delivered before `start()`.
 *
 * @throws {InvalidSettings} naming each option that is wrong.
 * @throws {StoreUnavailable} when the store cannot be opened.
 */
export async function createPipeline<const P extends Plan = typeof ecommerce>(
  options: PipelineOptions<P>,
): Promise<Pipeline<P>> {
  const checked = parseSettings('createPipeline', Options, options);
  const clock = checked.clock ?? systemClock;
  const open = checked.store ?? lmdbStore(checked.directory as string);
  const { appendTimeoutMs, logger = silentLogger, retention } = checked;
  const store = await open({ clock, appendTimeoutMs, logger, retention });
  const container = compose(checked, clock, store);
  const ingest = container.get(parts.ingest);
  const lifecycle = new Lifecycle(container, checked.sources, checked.destinations);
  announceExpired(store, container.get(parts.activity));
  try {
    attachSources(container, checked.sources);
  } catch (error) {
    // Whoever corrects that and tries again finds the store free.
    await store.close();
    throw error;
  }
  lifecycle.measure();

  const accept = async (draft: Draft) => {
    lifecycle.assertOpen();
    try {
      const [receipt] = await ingest.accept([draft]);
      if (receipt === undefined) throw new TypeError('ingest gave no receipt for a draft');
      return receipt;
    } catch (error) {
      throw lifecycle.explain(error);
    }
  };
  const calls = container.get(parts.calls);
  const one = (draft: Draft) => calls.run(draft, accept);
  return {
    track: (call) => one({ ...call, type: 'track' } as Draft),
    identify: (call) => one({ ...call, type: 'identify' }),
    page: (call) => one({ ...call, type: 'page' }),
    screen: (call) => one({ ...call, type: 'screen' }),
    group: (call) => one({ ...call, type: 'group' }),
    alias: (call) => one({ ...call, type: 'alias' }),
    accept: one,
    start: () => lifecycle.start(),
    flush: (drain) => lifecycle.flush(drain),
    close: (drain) => lifecycle.close(drain),
    activity$: container.get(parts.activity).activity$,
    get pressure() {
      return store.pressure;
    },
    stats: () => ({ ...store.stats(), refused: calls.refused, unrouted: ingest.unrouted }),
    profile: (identifier) => store.profileOf(identifier),
    deadLetters: (query = {}) => store.deadLetters(query),
    replay: (query = {}) => replayDeadLetters(store, ingest, query),
    replayDelivered: async (query) => replayDelivered(store, checked.destinations, query),
    discard: (query = {}) => store.resolveDeadLetters(query, 'discard'),
    held: (limit = 100) => store.held(limit),
    drops: (limit = 100) => store.drops(limit),
    verify: () => store.verify(),
    pause: (destination) => pause(container, checked.destinations, destination),
    resume: (destination) => resume(container, checked.destinations, destination),
  };
}
