import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPipeline, defineDestination, delivered, type Event } from '@millrace/core';

/** How user code ends its process. */
export type WayToDie = 'exit' | 'abort' | 'kill' | 'memory' | 'loop';

/** What the process that meets the poison is told. */
export interface PoisonTask {
  readonly directory: string;
  /** Whose code it is that cannot take it. */
  readonly stage: 'transform' | 'map';
  readonly way: WayToDie;
  /** Its neighbours' ids. */
  readonly neighbours: readonly string[];
}

/** That it lives, or how it ended when it got through. */
export type PoisonMessage =
  | { readonly type: 'alive' }
  | {
      readonly type: 'through';
      readonly pending: number;
      readonly letters: readonly { readonly id: string; readonly stage: string }[];
    };

export const poison = 'poison';
/** In the directory of the store: one id a line, as they are delivered. */
export const deliveredFile = 'delivered.txt';

const ways: Record<WayToDie, () => void> = {
  exit: () => process.exit(1),
  abort: () => process.abort(),
  kill: () => void process.kill(process.pid, 'SIGKILL'),
  memory() {
    const hoard: unknown[] = [];
    for (;;) hoard.push(Array.from({ length: 100_000 }, (_, index) => ({ index })));
  },
  loop() {
    for (;;);
  },
};

async function run({ directory, stage, way, neighbours }: PoisonTask): Promise<void> {
  const say = (message: PoisonMessage): void => void process.send?.(message);
  say({ type: 'alive' });
  const alive = setInterval(() => say({ type: 'alive' }), 50);
  const meet = (event: Event, here: PoisonTask['stage']): void => {
    if (event.messageId === poison && here === stage) ways[way]();
  };
  const pipeline = await createPipeline({
    directory,
    transforms: [
      {
        name: 'deadly',
        apply(event) {
          meet(event, 'transform');
          return event;
        },
      },
    ],
    destinations: [
      defineDestination<string>({
        name: 'Notebook',
        lanes: { all: { maxOperations: 100 } },
        map(event) {
          meet(event, 'map');
          const { messageId } = event;
          return { operations: [{ lane: 'all', key: messageId, payload: messageId }] };
        },
        async deliver({ operations }) {
          const lines = operations.map(({ payload }) => `${payload}\n`);
          appendFileSync(join(directory, deliveredFile), lines.join(''));
          return operations.map(() => delivered);
        },
      }),
    ],
  });
  await pipeline.start();
  // A source tells again what was not acknowledged: the same ids, in each life.
  const half = neighbours.length / 2;
  const ids = [...neighbours.slice(0, half), poison, ...neighbours.slice(half)];
  await Promise.all(
    ids.map((id) => pipeline.track({ messageId: id, userId: id, event: 'Note Taken' })),
  );
  await pipeline.flush({ timeoutMs: 10_000 });
  const letters = (await pipeline.deadLetters()).map((letter) => ({
    id: letter.event.messageId,
    stage: letter.stage,
  }));
  const { pending } = await pipeline.close();
  clearInterval(alive);
  say({ type: 'through', pending, letters });
}

process.once('message', (task: PoisonTask) => void run(task));
process.once('disconnect', () => process.exit());
