import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import type { ContractCase } from '../contract.ts';
import { type DestinationContractOptions, vendorOf, withRig } from './rig.ts';

/** Long after a destination that heeds its signal has given up. Milliseconds. */
const patience = 2_000;

/** What `start` promises, if the destination has one. */
export function startCases(options: DestinationContractOptions): readonly ContractCase[] {
  return [
    {
      clause: 'D19',
      name: 'start tells what it found and what to do, however the vendor is',
      run: () =>
        withRig(options, async (rig) => {
          if (rig.destination.start === undefined) return;
          const vendor = vendorOf(options);
          for (const is of [
            () => vendor.ok(),
            () => vendor.status(401, {}),
            () => vendor.status(429, {}),
            () => vendor.status(500, {}),
            () => vendor.reset(),
          ]) {
            await is();
            for (const { level, kind, reason, remedy } of await rig.start()) {
              assert.ok(['info', 'warning', 'error'].includes(level), `a level "${level}"`);
              assert.match(kind, /^[a-z][a-z0-9_]*$/);
              assert.notEqual(reason, '');
              assert.notEqual(remedy, '');
            }
          }
          assert.equal(rig.clock.pending, 0, 'a timer was left behind');
        }),
    },
    {
      clause: 'D19',
      name: 'start gives up when the pipeline closes',
      run: () =>
        withRig(options, async (rig) => {
          if (rig.destination.start === undefined) return;
          await vendorOf(options).silence();
          const pipeline = new AbortController();
          const starting = rig.start(pipeline.signal).catch(() => undefined);
          await wait(50);
          pipeline.abort();
          const tooLate = new AbortController();
          const late = wait(patience, 'late', { signal: tooLate.signal });
          const ended = await Promise.race([starting.then(() => 'ended'), late]);
          tooLate.abort();
          await late.catch(() => undefined);
          assert.equal(ended, 'ended', 'start did not heed its signal');
          assert.equal(rig.clock.pending, 0, 'a timer was left behind');
        }),
    },
  ];
}
