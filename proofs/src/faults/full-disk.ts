import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineFault } from './fault.ts';
import { mountSmall } from './mount.ts';

/** Left for the store when it is open. Megabytes. */
const left = 6;
const padding = 4_000;

export const fullDisk = defineFault({
  name: 'full disk',
  shows: 'appends are refused, deliveries go on, and with room again appends do as well',
  async run(bench) {
    const { vendor } = bench;
    const disk = mountSmall(join(bench.directory, 'disk'), 96);
    try {
      const directory = join(disk.path, 'store');
      mkdirSync(directory);
      const worker = await bench.open({ directory });
      await bench.until('the reserve is there', async () => existsSync(join(directory, 'reserve')));
      vendor.fail({ kind: 'down' });
      const first = await worker.ask('track', { ids: bench.ids(200), padding });
      bench.acknowledge(first.acknowledged);
      const { bavail, bsize } = statfsSync(disk.path);
      const filler = join(disk.path, 'filler');
      writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left * 1_000_000)));
      const fill = await worker.ask('track', { ids: bench.ids(6_000), padding });
      bench.acknowledge(fill.acknowledged);
      const codes = Object.keys(fill.refused);
      if (codes.join() !== 'STORE_FULL')
        bench.complain(`refused with: ${codes.join() || 'nothing'}`);

      vendor.recover();
      await bench.deliverAll(worker);

      rmSync(filler);
      const back = await bench.until('appends are taken again', async () => {
        const again = await worker.ask('track', { ids: bench.ids(1) });
        bench.acknowledge(again.acknowledged);
        return again.acknowledged.length > 0;
      });
      await bench.track(worker, 100);
      await bench.deliverAll(worker);
      return {
        reckoning: await bench.reckon({ directory }),
        seen: `${codes.join()} ${fill.refused['STORE_FULL'] ?? 0} times after ${fill.acknowledged.length}; taken again after ${(back / 1_000).toFixed(1)} s`,
      };
    } finally {
      disk.unmount();
    }
  },
});
