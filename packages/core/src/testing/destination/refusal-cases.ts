import assert from 'node:assert/strict';
import type { Batch } from '../../destination/destination.ts';
import type { BatchRefused } from '../../destination/outcome.ts';
import { MillraceError } from '../../event/error.ts';
import type { ContractCase } from '../contract.ts';
import { type DestinationContractOptions, type Rig, vendorOf, withRig } from './rig.ts';

/** What `deliver` promises when the vendor refuses a call for what is in it. */
export function refusalCases(options: DestinationContractOptions): readonly ContractCase[] {
  const whenRefused =
    (status: 400 | 413, check: (refusal: BatchRefused) => void = () => undefined) =>
    async (): Promise<void> => {
      const vendor = vendorOf(options);
      await withRig(options, async (rig) => {
        await vendor.status(status, {});
        for (const batch of rig.batches()) {
          const refusal = await refusalOf(rig, batch);
          if (refusal !== undefined) check(refusal);
        }
        assert.equal(rig.clock.pending, 0, 'a timer was left behind');
      });
    };

  return [
    {
      clause: 'D16',
      name: 'a call that is refused as a whole is no failure of the destination, and rejects nobody else',
      run: whenRefused(400),
    },
    {
      clause: 'D16',
      name: 'a call that is too large says so',
      run: whenRefused(413, ({ tooLarge }) => assert.equal(tooLarge, true, 'tooLarge was not set')),
    },
  ];
}

/** The refusal that `deliver` threw; nothing when the batch was one operation, and it rejected that itself. */
async function refusalOf(rig: Rig, batch: Batch): Promise<BatchRefused | undefined> {
  const { length } = batch.operations;
  let outcomes;
  try {
    outcomes = await rig.deliver(batch);
  } catch (error) {
    const code = MillraceError.isInstance(error) ? error.code : String(error);
    assert.equal(code, 'BATCH_REFUSED', `lane "${batch.lane}": deliver should throw BatchRefused`);
    const refusal = error as BatchRefused;
    for (const index of refusal.suspects.keys()) {
      assert.ok(index >= 0 && index < length, `suspect ${index} is not in the batch of ${length}`);
    }
    return refusal;
  }
  const statuses = outcomes.map(({ status }) => status);
  assert.deepEqual(
    statuses,
    ['rejected'],
    `lane "${batch.lane}": deliver should throw BatchRefused: it is not known which operation is at fault`,
  );
  return undefined;
}
