import { openBackend, type Backend } from './backend.ts';
import { Busyness } from './busyness.ts';
import type { Message, Request, RequestName, Requests } from './messages.ts';

// The process with the pipeline in it: the one that is killed.

const busyness = new Busyness();
busyness.watchFetch();
let backend: Backend | undefined;

const say = (message: Message): void => void process.send?.(message);

function opened(): Backend {
  if (backend === undefined) throw new Error('no pipeline is open in this process');
  return backend;
}

type Answers = { [N in RequestName]: (ask: Requests[N]['ask']) => Promise<unknown> };

const answers: Answers = {
  async open(opening) {
    backend = await openBackend(opening, busyness);
    return backend.rest();
  },
  track: (drafts) => opened().track(drafts),
  reconcile: (days) => opened().reconcile(days),
  run: (now) => opened().run(now),
  state: () => opened().state(),
  close: () => opened().close(),
};

process.on('message', ({ id, name, ask }: Request) => {
  (answers[name] as (ask: unknown) => Promise<unknown>)(ask).then(
    (answer) => say({ id, answer }),
    (error: unknown) =>
      say({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
// Whoever started it is gone: so is its purpose.
process.on('disconnect', () => process.exit());
