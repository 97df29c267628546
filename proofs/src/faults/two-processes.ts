import { setTimeout as sleep } from 'node:timers/promises';
import { defineFault } from './fault.ts';

/** Milliseconds within which another process must deliver. */
const bound = 5_000;

export const takeOver = defineFault({
  name: 'take-over after kill -9',
  shows: 'when the process that delivers dies, another one delivers within five seconds',
  async run(bench) {
    const { vendor } = bench;
    const dispatcher = await bench.open();
    await bench.track(dispatcher, 100);
    const standby = await bench.open();
    await bench.track(standby, 100);
    await bench.delivered(standby);
    // Something is under way when it dies.
    vendor.fail({ kind: 'slow', ms: 300 }, 4);
    await bench.track(dispatcher, 50);
    await dispatcher.kill();
    const [own] = bench.ids(1);
    if (own === undefined) throw new TypeError('no id');
    const { acknowledged } = await standby.ask('track', { ids: [own] });
    bench.acknowledge(acknowledged);
    const arrived = (): boolean => vendor.events.some(({ unique_id }) => unique_id === own);
    const took = await bench.until('the other one delivers', arrived, 2 * bound);
    if (took > bound) bench.complain(`the other one delivered after ${took.toFixed(0)} ms`);
    await bench.deliverAll(standby);
    return {
      reckoning: await bench.reckon(),
      seen: `delivered ${(took / 1_000).toFixed(1)} s later`,
    };
  },
});

export const zombie = defineFault({
  name: 'SIGSTOP and SIGCONT',
  shows: 'a process that stood still and wakes up settles nothing that another one has taken over',
  async run(bench) {
    const { vendor } = bench;
    const dispatcher = await bench.open();
    await bench.track(dispatcher, 100);
    const standby = await bench.open();
    await bench.delivered(standby);
    // It stops in the middle of a call, whose answer it finds when it wakes up.
    const before = vendor.requests.length;
    vendor.fail({ kind: 'slow', ms: 500, after: true }, 1);
    await bench.track(dispatcher, 1);
    await bench.until(
      'a call is under way',
      () => vendor.events.length > 0 && vendor.requests.length >= before,
    );
    await sleep(100);
    dispatcher.stop();
    const stoppedAt = performance.now();
    const tracked = await standby.ask('track', { ids: bench.ids(100), atOnce: 1 });
    bench.acknowledge(tracked.acknowledged);
    await bench.delivered(standby, 2 * bound);
    const took = performance.now() - stoppedAt;
    dispatcher.wake();
    await bench.track(dispatcher, 20);
    await sleep(1_500);
    await bench.deliverAll(standby);
    const { destinations } = await standby.ask('stats');
    const reckoning = await bench.reckon();
    const counted = destinations['Klaviyo']?.delivered ?? 0;
    if (counted !== reckoning.delivered) {
      bench.complain(`${counted} were counted as delivered, ${reckoning.delivered} are there`);
    }
    const lost = dispatcher.said.some(
      (said) => said.type === 'logged' && /lease/.test(said.message),
    );
    const told = lost ? 'its lease was lost' : 'it settled nothing';
    return { reckoning, seen: `taken over after ${(took / 1_000).toFixed(1)} s; ${told}` };
  },
});
