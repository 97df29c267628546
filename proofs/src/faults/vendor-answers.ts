import type { Fault as Weather } from '@millrace/sandbox';
import { defineFault, type Fault } from './fault.ts';

/** A vendor that answers wrongly again and again: the destination pauses, and no event pays for it. */
const answering = (name: string, ...weather: readonly Weather[]): Fault =>
  defineFault({
    name,
    shows: 'the destination pauses, counts no attempt, and delivers when the vendor answers again',
    async run(bench) {
      const { vendor } = bench;
      const worker = await bench.open();
      for (let time = 0; time < 15; time += 1) for (const one of weather) vendor.fail(one);
      await bench.track(worker, 200);
      for (let times = 1; times <= 12; times += 1) {
        await bench.until('the destination pauses', () => worker.count('paused') >= times);
        await worker.ask('skip', { ms: 601_000 });
      }
      const [first] = worker.said.flatMap((said) => (said.type === 'paused' ? [said.reason] : []));
      vendor.recover();
      await bench.deliverAll(worker);
      return { reckoning: await bench.reckon(), seen: first ?? 'no pause' };
    },
  });

export const resetting = answering('connection reset', { kind: 'reset' });
export const resettingAfter = answering('connection reset, the work done', {
  kind: 'reset',
  after: true,
});
export const htmlOk = answering('HTML with 200', { kind: 'html', status: 200 });
export const htmlBadGateway = answering('HTML with 502', { kind: 'html', status: 502 });
export const failing = answering(
  '500 and 503',
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503, after: true },
);
