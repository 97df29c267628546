import { InvalidEvent } from '../event/invalid-event.ts';
import type { Source } from '../source/source.ts';
import { parts } from './compose.ts';
import type { Container } from './container.ts';

/** With an id of our making, the same fact told twice would be two events. */
const needsId = {
  path: 'messageId',
  message: 'a source must derive it from the fact that the draft tells',
};

/** Gives each source its context: its way into the pipeline, and its own part of the store's memory. */
export function attachSources(container: Container, sources: readonly Source[]): void {
  const ingest = container.get(parts.ingest);
  const store = container.get(parts.store);
  for (const source of sources) {
    source.attach({
      clock: container.get(parts.clock),
      logger: container.get(parts.logger),
      async commit(drafts, changes = []) {
        const nameless = drafts.find(({ messageId }) => messageId === undefined);
        if (nameless !== undefined) throw new InvalidEvent(nameless, [needsId]);
        return ingest.accept(drafts, { source: source.name, changes });
      },
      recall: (key) => store.recall(source.name, key),
      recallAll: (prefix, limit, after) => store.recallAll(source.name, prefix, limit, after),
    });
  }
}
