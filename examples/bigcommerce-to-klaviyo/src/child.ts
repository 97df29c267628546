import type { Accounts } from './accounts.ts';
import { startPipeline } from './pipeline.ts';

// The process that the demo kills. It is told by its parent what to do, and tells it what it has.

export interface Task {
  readonly accounts: Accounts;
  readonly directory: string;
  readonly port: number;
}

/** What the child answers, whenever it is asked, and once it is ready. */
export interface State {
  readonly pending: number;
  readonly held: number;
  readonly dead: number;
  /** Orders that wait to be fetched. */
  readonly waiting: number;
}

async function run({ accounts, directory, port }: Task): Promise<void> {
  const { pipeline, store, close } = await startPipeline(accounts, directory, port);
  const tell = async (): Promise<void> => {
    const { pending = 0, held = 0, dead = 0 } = pipeline.stats().destinations['Klaviyo'] ?? {};
    const waiting = (await store.waiting()).length;
    process.send?.({ pending, held, dead, waiting } satisfies State);
  };
  process.on('message', (message) => {
    if (message === 'stop') void close().then(() => process.exit(0));
    else void tell();
  });
  await tell();
}

process.once('message', (task: Task) => void run(task));
