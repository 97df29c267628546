import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random.ts';
import type { Setup } from '../worker/messages.ts';
import { tickerCaller } from '../worker/ticker.ts';
import { told } from '../workload.ts';
import { Worker, type WorkerFailure } from '../worker/worker.ts';

/** In which moment of its life a process is killed. */
export type Moment =
  /** While it opens the store, recovers, and begins. */
  | 'starting'
  /** Among calls and deliveries. */
  | 'running'
  /** While it closes. */
  | 'closing'
  /** One of two that have the directory open; the other one a little later. */
  | 'together';

/** Killing at the start leaves nothing to recover from, and so is the rarer. */
export const moments: readonly [Moment, ...Moment[]] = [
  'running',
  'running',
  'starting',
  'closing',
  'together',
];

export interface Round {
  readonly acknowledged: readonly string[];
  readonly problems: readonly string[];
}

const callers = 64;

/** A process that has loaded its code already: the next round does not wait for that. */
let spare = new Worker();
function fresh(): Worker {
  const worker = spare;
  spare = new Worker();
  return worker;
}

/** The last process that was kept ready is not needed. */
export const endSpare = (): Promise<void> => spare.kill();

async function begin(worker: Worker, setup: Setup, round: number, from: number, to: number) {
  await worker.ask('open', setup);
  await worker.ask('call', { round, from, to });
}

/** Resolves once a caller has its answer: a slow start is not all that should be killed. */
async function firstAnswer(worker: Worker): Promise<void> {
  const isCaller = (id: string): boolean => told(id).caller !== tickerCaller;
  while (worker.isAlive && !worker.acknowledged.some(isCaller)) await sleep(2);
}

/** One life of a process, or of two, ended by SIGKILL in the given moment. */
export async function live(
  setup: Setup,
  round: number,
  moment: Moment,
  random: Random,
): Promise<Round> {
  const first = fresh();
  const workers = [first];
  const begun: Promise<void>[] = [];
  const problems: string[] = [];
  const watch = (worker: Worker, work: Promise<unknown>): void => {
    const failed = async ({ code, message }: WorkerFailure): Promise<void> => {
      // To die before it answers is what it is there for.
      if (code === 'WORKER_DIED') return;
      problems.push(`${code}: ${message}`);
      await worker.kill();
    };
    begun.push(work.then(() => undefined, failed));
  };
  const embark = (worker: Worker, own: Setup, from: number, to: number): void =>
    watch(worker, begin(worker, own, round, from, to));
  switch (moment) {
    case 'starting':
      embark(first, setup, 0, callers);
      await sleep(random.upTo(150));
      break;
    case 'running':
      embark(first, setup, 0, callers);
      await firstAnswer(first);
      await sleep(random.upTo(300));
      break;
    case 'closing':
      embark(first, setup, 0, callers);
      await firstAnswer(first);
      await sleep(random.upTo(200));
      watch(first, first.ask('close', { timeoutMs: 1_000 }));
      await sleep(random.upTo(100));
      break;
    case 'together': {
      const second = fresh();
      workers.push(second);
      embark(first, setup, 0, callers / 2);
      // Its people are its own: what two processes append at once has no order that anybody could know.
      embark(second, { ...setup, ticks: false }, callers / 2, callers);
      await Promise.all(workers.map(firstAnswer));
      await sleep(random.upTo(200));
      if (random.upTo(2) < 1) workers.reverse();
      await workers[0]?.kill();
      await sleep(random.upTo(100));
      break;
    }
    default:
      return moment satisfies never;
  }
  await Promise.all(workers.map((worker) => worker.kill()));
  await Promise.all(begun);
  return {
    acknowledged: workers.flatMap((worker) => worker.acknowledged),
    problems: [
      ...problems,
      ...workers.flatMap(({ ownDeath }) => ownDeath ?? []),
      ...workers.flatMap(({ said }) =>
        said.flatMap((message) => (message.type === 'torn' ? [message.what] : [])),
      ),
    ],
  };
}

/** Resolves when nothing is pending but what waits behind a held event, or when the time is up. */
async function settled(worker: Worker, timeoutMs: number): Promise<void> {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until) {
    const { destinations } = await worker.ask('stats');
    const { pending = 0, held = 0 } = destinations['Klaviyo'] ?? {};
    if (pending <= held) return;
    await sleep(20);
  }
}

/** The last life: nobody calls, and everything that may go out goes out. */
export async function drain(setup: Setup, timeoutMs: number): Promise<void> {
  const worker = fresh();
  try {
    await worker.ask('open', { ...setup, ticks: false });
    await settled(worker, timeoutMs);
    await worker.ask('close', { timeoutMs: 0 });
  } finally {
    await worker.kill();
  }
}
