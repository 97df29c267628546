import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { defineFault } from './fault.ts';
import { mountSmall } from './mount.ts';

export const readOnlyDirectory = defineFault({
  name: 'read-only directory',
  shows: 'a store that cannot be written is refused at once, and works when it can be',
  async run(bench) {
    const disk = mountSmall(join(bench.directory, 'disk'), 96);
    try {
      const directory = join(disk.path, 'store');
      mkdirSync(directory);
      const worker = await bench.open({ directory, start: false });
      await bench.track(worker, 100);
      await worker.ask('close', { timeoutMs: 0 });
      await worker.kill();
      disk.again('ro');
      const seen = await bench.refusal({ directory });
      if (!seen.startsWith('STORE_UNAVAILABLE')) bench.complain(`refused with ${seen}`);
      disk.again('rw');
      await bench.deliverAll(await bench.open({ directory }));
      return { reckoning: await bench.reckon({ directory }), seen };
    } finally {
      disk.unmount();
    }
  },
});

/** Nobody: root may write whatever the permissions say. */
const nobody = 65_534;

function permit(directory: string, file: number, itself: number): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(directory, entry.name), file);
  }
  chmodSync(directory, itself);
}

export const unwritableFile = defineFault({
  name: 'unwritable file',
  shows: 'a store whose files belong to somebody else is refused at once, with the reason',
  async run(bench) {
    const directory = join(bench.directory, 'store');
    mkdirSync(directory);
    const worker = await bench.open({ directory, start: false });
    await bench.track(worker, 100);
    await worker.ask('close', { timeoutMs: 0 });
    await worker.kill();
    chmodSync(bench.directory, 0o755);
    permit(directory, 0o444, 0o555);
    const isRoot = process.getuid?.() === 0;
    const seen = await bench.refusal({ directory }, isRoot ? { uid: nobody } : {});
    if (!seen.startsWith('STORE_UNAVAILABLE')) bench.complain(`refused with ${seen}`);
    permit(directory, 0o644, 0o755);
    await bench.deliverAll(await bench.open({ directory }));
    return { reckoning: await bench.reckon({ directory }), seen };
  },
});
