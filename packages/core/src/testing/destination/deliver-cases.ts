import assert from 'node:assert/strict';
import type { Batch } from '../../destination/destination.ts';
import type { ContractCase } from '../contract.ts';
import { type DestinationContractOptions, type Rig, vendorOf, withRig } from './rig.ts';

async function assertDelivered(rig: Rig, batch: Batch): Promise<void> {
  const outcomes = await rig.deliver(batch);
  const statuses = outcomes.map(({ status }) => status);
  const expected = batch.operations.map(() => 'delivered');
  assert.deepEqual(statuses, expected, `lane "${batch.lane}": one outcome for each operation`);
}

/** What `deliver` promises while the vendor is well. */
export function deliverCases(options: DestinationContractOptions): readonly ContractCase[] {
  const forEachBatch =
    (test: (rig: Rig, batch: Batch) => Promise<void>) => async (): Promise<void> => {
      vendorOf(options);
      await withRig(options, async (rig) => {
        for (const batch of rig.batches()) await test(rig, batch);
      });
    };

  return [
    {
      clause: 'D7',
      name: 'deliver answers one outcome for each operation',
      run: forEachBatch(assertDelivered),
    },
    {
      clause: 'D8',
      name: 'the same operations may be delivered again',
      run: forEachBatch(async (rig, batch) => {
        await assertDelivered(rig, batch);
        await assertDelivered(rig, batch);
      }),
    },
    {
      clause: 'D9',
      name: 'deliver leaves the operations as they were, and no timer behind',
      run: forEachBatch(async (rig, batch) => {
        const before = structuredClone(batch);
        await assertDelivered(rig, batch);
        assert.deepEqual(batch, before);
        assert.equal(rig.clock.pending, 0, 'a timer was left behind');
      }),
    },
  ];
}
