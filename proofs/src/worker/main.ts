import { closeSync, openSync } from 'node:fs';
import type { Pipeline } from '@millrace/core';
import { callForEver, codeOf, track } from './callers.ts';
import { host } from './host.ts';
import type { Message, Request, RequestName, Requests } from './messages.ts';
import { SkippingClock } from './skipping-clock.ts';

// A process with a pipeline in it, which does as it is told: it is the one that is killed, stopped and starved.

const clock = new SkippingClock();
const files: number[] = [];
let pipeline: Pipeline | undefined;

const say = (message: Message): void => void process.send?.(message);

function opened(): Pipeline {
  if (pipeline === undefined) throw new Error('no pipeline is open in this process');
  return pipeline;
}

function takeFiles(): number {
  try {
    for (;;) files.push(openSync('/dev/null', 'r'));
  } catch {
    return files.length;
  }
}

type Answers = { [N in RequestName]: (ask: Requests[N]['ask']) => unknown };

const answers: Answers = {
  async open(setup) {
    if (setup.starved) takeFiles();
    pipeline = await host(setup, clock, say);
  },
  track: ({ ids, ...how }) => track(opened(), ids, how),
  call({ round, from, to }) {
    const acknowledged = (id: string): void => say({ type: 'acknowledged', id });
    for (let caller = from; caller < to; caller += 1) {
      void callForEver(opened(), round, caller, acknowledged);
    }
  },
  stats: () => opened().stats(),
  flush: (options) => opened().flush(options),
  close: (options) => opened().close(options),
  skip: ({ ms }) => clock.skip(ms),
  setClock: ({ ms }) => clock.set(ms),
  takeFiles,
  giveFilesBack() {
    for (const file of files.splice(0)) closeSync(file);
  },
};

process.on('message', ({ id, name, ask }: Request) => {
  void (async () => {
    try {
      const answer = await (answers[name] as (ask: unknown) => unknown)(ask);
      say({ type: 'answer', id, answer });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      say({ type: 'failure', id, failure: { code: codeOf(error), message } });
    }
  })();
});
// Whoever started it is gone: so is its purpose.
process.on('disconnect', () => process.exit());
say({ type: 'ready' });
