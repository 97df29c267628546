import { defineFault } from './fault.ts';

const hours = 60;
const step = 600_000;

export const vendorDown = defineFault({
  name: 'vendor down for a weekend',
  shows: 'events wait for sixty hours, count no attempt, and go out when the vendor is back',
  async run(bench) {
    const { vendor } = bench;
    const worker = await bench.open();
    await bench.track(worker, 100);
    vendor.fail({ kind: 'down' });
    await bench.track(worker, 100);
    await bench.until('the destination is paused', () => worker.count('paused') > 0);
    for (let passed = 0; passed < hours * 3_600_000; passed += step) {
      const before = worker.count('paused');
      await worker.ask('skip', { ms: step });
      await bench.until('it is tried once more', () => worker.count('paused') > before);
    }
    const pauses = worker.count('paused');
    await bench.track(worker, 100);
    vendor.recover();
    await bench.deliverAll(worker);
    const reckoning = await bench.reckon();
    return { reckoning, seen: `paused ${pauses} times in ${hours} h` };
  },
});
