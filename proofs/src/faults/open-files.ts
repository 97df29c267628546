import { setTimeout as sleep } from 'node:timers/promises';
import { defineFault } from './fault.ts';

export const openFiles = defineFault({
  name: 'no more open files',
  shows: 'with every file descriptor in use track() still stores; deliveries wait for a free one',
  async run(bench) {
    const { vendor } = bench;
    const worker = await bench.open({}, { files: 256 });
    await bench.track(worker, 50);
    await worker.ask('flush', { timeoutMs: 5_000 });
    // What it has open is cut before, as a connection that ends gives its descriptor back.
    vendor.fail({ kind: 'down' });
    await sleep(200);
    const taken = await worker.ask('takeFiles');
    vendor.recover();
    await bench.track(worker, 100);
    await bench.until('the destination is paused', () => worker.count('paused') > 0);
    const [said] = worker.said.flatMap((one) => (one.type === 'paused' ? [one.reason] : []));
    const { destinations } = await worker.ask('stats');
    const waiting = destinations['Klaviyo']?.pending ?? 0;
    await worker.ask('giveFilesBack');
    await bench.deliverAll(worker);
    const refused = await bench.refusal({ starved: true }, { files: 256 });
    if (!refused.startsWith('STORE_UNAVAILABLE')) bench.complain(`refused with ${refused}`);
    return {
      reckoning: await bench.reckon(),
      seen: `${taken} taken, ${waiting} waited: ${said ?? 'no pause'}; opening: ${refused.slice(0, 30)}`,
    };
  },
});
