import { setTimeout as sleep } from 'node:timers/promises';
import { defineFault } from './fault.ts';

export const vendorSlow = defineFault({
  name: 'vendor slow, 5 s a call',
  shows: 'track() does not wait for a vendor that takes five seconds',
  async run(bench) {
    const worker = await bench.open();
    bench.vendor.fail({ kind: 'slow', ms: 5_000 }, 2);
    const since = performance.now();
    const waits: number[] = [];
    while (performance.now() - since < 5_000) {
      const { acknowledged, slowest } = await worker.ask('track', { ids: bench.ids(10) });
      bench.acknowledge(acknowledged);
      waits.push(slowest);
      await sleep(50);
    }
    const middle = waits.sort((a, b) => a - b)[Math.floor(waits.length / 2)] ?? 0;
    const slowest = waits.at(-1) ?? 0;
    if (slowest > 2_500) bench.complain(`a track() took ${slowest.toFixed(0)} ms`);
    bench.vendor.recover();
    await bench.delivered(worker);
    return {
      reckoning: await bench.reckon(),
      seen: `track() ${middle.toFixed(1)} ms, the slowest ${slowest.toFixed(0)} ms`,
    };
  },
});
