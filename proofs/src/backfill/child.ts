import { appendFileSync, readFileSync } from 'node:fs';
import { createPipeline, defineDestination } from '@millrace/core';
import { bigcommerce, type BackfillProgress } from '@millrace/source-bigcommerce';
import type { Memory, Message, Task } from './messages.ts';
import { scaledClock } from './scaled-clock.ts';

// A process that runs a backfill: the one that is killed.

const say = (message: Message): void => void process.send?.(message);

/** Writes down what it is given: an id may come twice, as a process may die after the writing. */
const writingDown = (file: string) =>
  defineDestination<string>({
    name: 'paper',
    lanes: { ids: { maxOperations: 1_000 } },
    map: ({ messageId }) => ({ operations: [{ lane: 'ids', key: messageId, payload: messageId }] }),
    async deliver({ operations }) {
      appendFileSync(file, operations.map(({ payload }) => `${payload}\n`).join(''));
      return operations.map(() => ({ status: 'delivered' }) as const);
    },
  });

function memory(): Memory {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  let own = rss;
  try {
    const anonymous = /^RssAnon:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (anonymous) own = Number(anonymous[1]) * 1_024;
  } catch {
    // Not Linux: what is mapped from files is in it.
  }
  return { heap: heapUsed, own };
}

async function run({ scale, directory, delivered, share, store }: Task): Promise<void> {
  const source = bigcommerce({ ...store, poll: false, timeoutMs: 600_000 });
  const pipeline = await createPipeline({
    directory,
    sources: [source],
    destinations: [writingDown(delivered)],
    clock: scaledClock(scale),
  });
  await pipeline.start();
  let measured = -1;
  const onProgress = (progress: BackfillProgress): void => {
    // Often enough to see whether it grows, and seldom enough to be of no weight.
    const step = Math.floor((progress.read / (progress.total || 1)) * 10);
    const isNew = progress.part === 'orders' && step > measured;
    if (isNew) measured = step;
    say({ type: 'progress', progress, ...(isNew && { memory: memory() }) });
  };
  const report = await source.backfill({ share, onProgress });
  await pipeline.flush();
  say({ type: 'done', report });
  await pipeline.close();
  process.disconnect();
}

process.once('message', (task: Task) => void run(task));
process.once('disconnect', () => process.exit());
