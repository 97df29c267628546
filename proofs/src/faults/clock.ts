import { defineFault, type Fault } from './fault.ts';

const hour = 3_600_000;

const wrongClock = (name: string, ms: number): Fault =>
  defineFault({
    name,
    shows: 'the clock jumps while events wait for a retry, and jumps back: all go out, in order',
    async run(bench) {
      const { vendor } = bench;
      const worker = await bench.open();
      await bench.track(worker, 50);
      vendor.fail({ kind: 'status', status: 503 });
      await bench.track(worker, 50);
      await bench.until('the destination is paused', () => worker.count('paused') > 0);
      await worker.ask('setClock', { ms });
      await bench.track(worker, 50);
      // A restart, too, finds a log whose newest event is from another time.
      await worker.kill();
      const next = await bench.open();
      await bench.track(next, 50);
      await next.ask('setClock', { ms: ms / 2 });
      await bench.track(next, 50);
      await next.ask('setClock', { ms: 0 });
      await bench.track(next, 50);
      const waited = await bench.delivered(next);
      return {
        reckoning: await bench.reckon(),
        seen: `all out ${(waited / 1_000).toFixed(1)} s after it was right again`,
      };
    },
  });

export const clockBack = wrongClock('clock one hour back', -hour);
export const clockAhead = wrongClock('clock one day ahead', 24 * hour);
