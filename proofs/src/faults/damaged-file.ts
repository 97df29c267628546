import { cpSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { WorkerFailure } from '../worker/worker.ts';
import { defineFault, type FaultBench } from './fault.ts';

export const truncatedFile = defineFault({
  name: 'truncated file',
  shows: 'a store that was cut short is refused, every time, with a way out; the process lives',
  async run(bench) {
    const store = join(bench.directory, 'store');
    await filled(bench, store, 2_000);
    const size = statSync(join(store, 'data.mdb')).size;
    let seen = '';
    for (const part of [0.9, 0.5, 0.1]) {
      const cut = join(bench.directory, `cut-${part}`);
      cpSync(store, cut, { recursive: true });
      truncateSync(join(cut, 'data.mdb'), Math.floor(size * part));
      for (let time = 0; time < 2; time += 1) {
        seen = await bench.refusal({ directory: cut });
        if (!seen.startsWith('STORE_UNAVAILABLE')) bench.complain(`cut to ${part}: ${seen}`);
      }
    }
    await bench.deliverAll(await bench.open({ directory: store }));
    return { reckoning: await bench.reckon({ directory: store }), seen };
  },
});

/** A store with so many events, closed. */
async function filled(bench: FaultBench, directory: string, count: number): Promise<void> {
  const worker = await bench.open({ directory, start: false });
  await bench.track(worker, count);
  await worker.ask('close', { timeoutMs: 0 });
  await worker.kill();
}

/** After so many deaths of the process in a row the store is refused. */
const mostDeaths = 3;

/** Opens and uses a damaged store: `served`, the code of an error, or `died`. */
async function use(bench: FaultBench, directory: string): Promise<string> {
  try {
    // Nobody is there: what it says of damaged events is not the vendor's business.
    const worker = await bench.open({ directory, url: 'http://127.0.0.1:9' });
    const { refused } = await worker.ask('track', { ids: bench.ids(20) });
    await worker.ask('close', { timeoutMs: 500 });
    await worker.kill();
    return Object.keys(refused)[0] ?? 'served';
  } catch (error) {
    if (!(error instanceof WorkerFailure)) throw error;
    return error.code === 'WORKER_DIED' ? 'died' : error.code;
  }
}

export const flippedBytes = defineFault({
  name: 'random bytes flipped',
  shows:
    'a damaged store serves, or is refused with a code; if it ends its process, only three times',
  async run(bench) {
    const { random } = bench;
    const store = join(bench.directory, 'store');
    await filled(bench, store, 500);
    const whole = readFileSync(join(store, 'data.mdb'));
    const seen: Record<string, number> = {};
    for (let copy = 0; copy < 5; copy += 1) {
      const damaged = join(bench.directory, `damaged-${copy}`);
      cpSync(store, damaged, { recursive: true });
      const bytes = Buffer.from(whole);
      for (let flips = 0; flips < 20; flips += 1) {
        const at = Math.floor(random.upTo(bytes.length));
        bytes[at] = Math.floor(random.upTo(256));
      }
      writeFileSync(join(damaged, 'data.mdb'), bytes);
      let end = 'died';
      for (let time = 0; end === 'died' && time <= mostDeaths; time += 1) {
        end = await use(bench, damaged);
      }
      seen[end] = (seen[end] ?? 0) + 1;
      if (end !== 'served' && !/^(STORE_|CORRUPT_)/.test(end))
        bench.complain(`it ended with ${end}`);
    }
    await bench.deliverAll(await bench.open({ directory: store }));
    const said = Object.entries(seen).map(([end, times]) => `${times} ${end}`);
    return { reckoning: await bench.reckon({ directory: store }), seen: said.join(', ') };
  },
});
