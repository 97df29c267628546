import { type Draft, type Logger, silentLogger, type SourceContext } from '@millrace/core';
import {
  type ManualClock,
  manualClock,
  type MemorySourceContext,
  memorySourceContext,
} from '@millrace/core/testing';
import {
  type BigCommerceSandbox,
  bigcommerceSandbox,
  type BigCommerceSandboxOptions,
} from '@millrace/sandbox';
import { bigcommerce, type BigCommerceSettings, type BigCommerceSource } from '../src/index.ts';
import { Traffic } from './traffic.ts';

export interface ProcessesOptions {
  /** Of a new store, whose API quota is as good as none unless this says so; or the store of other processes. */
  readonly store?: BigCommerceSandboxOptions | BigCommerceSandbox;
  readonly clock?: ManualClock;
  /** How far the clock of the store is ahead of ours, in milliseconds. */
  readonly storeIsAheadMs?: number;
  /** Awaited before each commit of the process that is alive. */
  readonly beforeCommit?: (drafts: readonly Draft[]) => void | Promise<void>;
  /** When false, nothing is started: a test starts the source itself. */
  readonly start?: boolean;
}

/**
 * A store, and processes one after the other that run a source with one memory. No webhook comes through: what is told is
 * found by sweeps and backfills.
 */
export async function openProcesses(
  settings: Partial<BigCommerceSettings> = {},
  { clock = manualClock(), ...options }: ProcessesOptions = {},
) {
  const { store = {}, storeIsAheadMs = 0, beforeCommit, start = true } = options;
  const traffic = new Traffic();
  const now = () => clock.now() + storeIsAheadMs;
  const sandbox =
    'placeOrder' in store
      ? store
      : await bigcommerceSandbox({ now, requestQuota: 1_000_000, ...store });
  const memory = memorySourceContext({ clock, ...(beforeCommit && { beforeCommit }) });
  const productId = sandbox.addProduct({ name: 'Grist Bag', price: '25.00' }).id;
  const said: Said[] = [];
  const say = (fields: object, message: string): void => void said.push({ fields, message });
  const logger: Logger = { ...silentLogger, warn: say, error: say };
  let running: Process | undefined;
  // Made when it is first used: what happened in the store before that is history.
  const current = (): Process => (running ??= process(sandbox, memory, logger, traffic, settings));
  if (start) await current().source.start?.();

  /** Lets time pass, and all that it sets off go on in it: no request takes longer than a step. */
  const pass = async (ms: number, step = 5_000): Promise<void> => {
    for (let left = ms; left > 0; left -= step) {
      await clock.advance(Math.min(step, left));
      await traffic.idle();
    }
  };

  return {
    clock,
    sandbox,
    memory,
    traffic,
    productId,
    /** The warnings and errors in the log. */
    said,
    get source(): BigCommerceSource {
      return current().source;
    },
    /** Resolves when nothing goes on that is not waiting for time. */
    settle: traffic.idle,
    pass,
    /** As much time as that takes, second by second; three hours at most. */
    async until(isSo: () => boolean): Promise<void> {
      for (let second = 0; second < 10_800 && !isSo(); second += 1) await pass(1_000);
    },
    /** kill -9: what was not written is not, what was asked is not answered. */
    kill(): void {
      running?.kill();
    },
    /** The paths that were asked for since the last call of this. */
    asked(): readonly string[] {
      return traffic.asked.splice(0);
    },
    /** A new process with the same memory. */
    async restart(more: Partial<BigCommerceSettings> = {}): Promise<void> {
      running?.kill();
      running = process(sandbox, memory, logger, traffic, { ...settings, ...more });
      await running.source.start?.();
    },
    /** The ids of all events, sorted. */
    get told(): readonly string[] {
      return memory.accepted.map(({ messageId }) => messageId ?? '').toSorted();
    },
    /** The ids of the events of one order, without what they have in common. */
    factsOf: (orderId: number): readonly string[] => {
      const stem = `bigcommerce:${sandbox.storeHash}:order:${orderId}:`;
      return memory.accepted.flatMap(({ messageId = '' }) =>
        messageId.startsWith(stem) ? [messageId.slice(stem.length)] : [],
      );
    },
    async close(): Promise<void> {
      await running?.source.stop?.();
      running?.kill();
      await sandbox.close();
    },
  };
}

/** A line in the log. */
interface Said {
  readonly fields: object;
  readonly message: string;
}

interface Process {
  readonly source: BigCommerceSource;
  kill(): void;
}

export type Processes = Awaited<ReturnType<typeof openProcesses>>;

function process(
  { storeHash, accessToken, clientSecret, url }: BigCommerceSandbox,
  memory: MemorySourceContext,
  logger: Logger,
  traffic: Traffic,
  settings: Partial<BigCommerceSettings>,
): Process {
  let isAlive = true;
  const never = (): Promise<never> => new Promise(() => undefined);
  const context: SourceContext = {
    clock: memory.clock,
    logger,
    commit: async (drafts, state) => (isAlive ? memory.commit(drafts, state) : never()),
    recall: async (key) => (isAlive ? memory.recall(key) : never()),
    recallAll: async (...query) => (isAlive ? memory.recallAll(...query) : never()),
  };
  const source = bigcommerce({
    storeHash,
    accessToken,
    clientSecret,
    endpoint: url,
    fetch: async (...request) => (isAlive ? traffic.fetch(...request) : never()),
    ...settings,
  });
  source.attach(context);
  return {
    source,
    kill() {
      isAlive = false;
    },
  };
}

/** An order that is paid, of which no webhook tells. */
export function placePaid({ sandbox, productId }: Processes): number {
  const { id } = sandbox.placeOrder({
    lines: [{ productId, quantity: 1 }],
    email: 'ada@post.example',
  });
  sandbox.setStatus(id, 11);
  return id;
}

/** Processes that have started, and swept once. */
export async function openSwept(...options: Parameters<typeof openProcesses>): Promise<Processes> {
  const shop = await openProcesses(...options);
  await shop.settle();
  await shop.pass(60_000);
  return shop;
}
