import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { klaviyoSandbox } from '@millrace/sandbox';
import { randomOf } from '../random.ts';
import { arrivedAt, reckon } from '../reckon.ts';
import { Worker, WorkerFailure } from '../worker/worker.ts';
import { countBehind, idOf } from '../workload.ts';
import type { FaultBench } from './fault.ts';

export interface OwnedBench extends FaultBench {
  readonly problems: readonly string[];
  close(): Promise<void>;
}

/** Longer than any pause of the pipeline, so that it is over after it. Milliseconds. */
const pastEveryPause = 601_000;

async function pendingOf(worker: Worker): Promise<number> {
  const { destinations } = await worker.ask('stats');
  return destinations['Klaviyo']?.pending ?? 0;
}

export async function openBench(seed: number): Promise<OwnedBench> {
  const vendor = await klaviyoSandbox({ rateLimits: false });
  const directory = await mkdtemp(join(tmpdir(), 'millrace-fault-'));
  const usual = { directory, url: vendor.url, apiKey: vendor.apiKey };
  const workers: Worker[] = [];
  const acknowledged: string[] = [];
  const problems: string[] = [];
  let used = 0;
  const endAll = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.kill()));
  };

  const bench: OwnedBench = {
    vendor,
    directory,
    problems,
    random: randomOf(seed),
    async open(setup, options) {
      const worker = new Worker(options);
      workers.push(worker);
      await worker.ask('open', { ...usual, ...setup });
      return worker;
    },
    async refusal(setup, options) {
      try {
        const worker = await bench.open(setup, options);
        await worker.kill();
      } catch (error) {
        if (error instanceof WorkerFailure) return `${error.code}: ${error.message}`;
        throw error;
      }
      bench.complain('a pipeline opened that should have refused to');
      return 'nothing';
    },
    ids(count) {
      const from = used;
      used += count;
      return Array.from({ length: count }, (_, index) => {
        const number = from + index;
        // Each caller's events are numbered by themselves.
        return idOf({ round: 0, caller: number % 16, number: Math.floor(number / 16) });
      });
    },
    async track(worker, count) {
      const { acknowledged: taken, refused } = await worker.ask('track', {
        ids: bench.ids(count),
        atOnce: 1,
      });
      acknowledged.push(...taken);
      if (taken.length < count) bench.complain(`track() rejected: ${JSON.stringify(refused)}`);
    },
    acknowledge: (ids) => void acknowledged.push(...ids),
    async deliverAll(worker) {
      let skippedAt = Number.NEGATIVE_INFINITY;
      await bench.until('everything is delivered', async () => {
        // Again and again: a call that was under way may have failed after the first time.
        if (performance.now() - skippedAt > 1_000) {
          await worker.ask('skip', { ms: pastEveryPause });
          skippedAt = performance.now();
        }
        return (await pendingOf(worker)) <= countBehind(acknowledged);
      });
    },
    async delivered(worker, ms = 10_000) {
      return bench.until(
        'everything is delivered',
        async () => (await pendingOf(worker)) <= countBehind(acknowledged),
        ms,
      );
    },
    async until(what, holds, ms = 10_000) {
      const since = performance.now();
      while (!(await holds())) {
        if (performance.now() - since > ms) {
          bench.complain(`waited ${ms} ms in vain: ${what}`);
          break;
        }
        await sleep(5);
      }
      return performance.now() - since;
    },
    complain: (problem) => void problems.push(problem),
    async reckon({ directory: where = directory, ...options } = {}) {
      await endAll();
      return reckon(where, acknowledged, arrivedAt(vendor), { drained: true, ...options });
    },
    async close() {
      await endAll();
      await vendor.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
  return bench;
}
