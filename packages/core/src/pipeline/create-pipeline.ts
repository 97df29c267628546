import type { ecommerce } from '../event/ecommerce/index.ts';
import type { Draft } from '../event/message.ts';
import type { Plan } from '../event/plan.ts';
import { parseSettings } from '../event/settings.ts';
import { systemClock } from '../observe/clock.ts';
import { lmdbStore } from '../store/lmdb/lmdb-store.ts';
import { attachSources } from './attach-sources.ts';
import { compose, parts } from './compose.ts';
import { Lifecycle } from './lifecycle.ts';
import { Options, type PipelineOptions } from './options.ts';
import type { Pipeline } from './pipeline.ts';

/** Dead letters of stage transform are written in commits of so many. */
const replayedAtOnce = 100;

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
  const store = await open({ clock });
  const container = compose(checked, clock, store);
  const ingest = container.get(parts.ingest);
  const lifecycle = new Lifecycle(container, checked.sources, checked.destinations);
  attachSources(container, checked.sources);

  const one = async (draft: Draft) => {
    lifecycle.assertOpen();
    const [receipt] = await ingest.accept([draft]);
    if (receipt === undefined) throw new TypeError('ingest gave no receipt for a draft');
    return receipt;
  };
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
    stats: () => store.stats(),
    profile: (identifier) => store.profileOf(identifier),
    deadLetters: (query = {}) => store.deadLetters(query),
    async replay(query = {}) {
      const { stage = 'transform', limit = Number.POSITIVE_INFINITY } = query;
      const failed =
        stage === 'transform' ? await store.deadLetters({ ...query, stage, limit }) : [];
      let replayed = 0;
      for (let from = 0; from < failed.length; from += replayedAtOnce) {
        replayed += await ingest.replay(failed.slice(from, from + replayedAtOnce));
      }
      const rest = { ...query, limit: limit - failed.length };
      return replayed + (await store.resolveDeadLetters(rest, 'replay'));
    },
    discard: (query = {}) => store.resolveDeadLetters(query, 'discard'),
    held: (limit = 100) => store.held(limit),
    drops: (limit = 100) => store.drops(limit),
  };
}
