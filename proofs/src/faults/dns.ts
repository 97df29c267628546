import { defineFault } from './fault.ts';

export const dns = defineFault({
  name: 'DNS failure',
  shows: 'a name that does not resolve pauses the destination; with the right one all goes out',
  async run(bench) {
    const lost = await bench.open({ url: 'http://klaviyo.invalid' });
    await bench.track(lost, 100);
    await bench.until('the destination is paused', () => lost.count('paused') > 0);
    const [said] = lost.said.flatMap((one) => (one.type === 'paused' ? [one.reason] : []));
    await lost.ask('close', { timeoutMs: 100 });
    await lost.kill();
    await bench.deliverAll(await bench.open());
    return { reckoning: await bench.reckon(), seen: said ?? 'no pause' };
  },
});
