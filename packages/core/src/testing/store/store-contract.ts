import { applyExceptions, type ContractCase, type ContractException } from '../contract.ts';
import { appendCases } from './append-cases.ts';
import { openBench, type StorePlace } from './bench.ts';
import { closeCases } from './close-cases.ts';
import { controlCases } from './control-cases.ts';
import { crashCases } from './crash-cases.ts';
import { dispatcherCases } from './dispatcher-cases.ts';
import { leaseCases } from './lease-cases.ts';
import { readmitCases } from './readmit-cases.ts';
import { recordCases } from './record-cases.ts';
import { expiryCases } from './expiry-cases.ts';
import { retentionCases } from './retention-cases.ts';
import { settleCases } from './settle-cases.ts';
import { waitingCases } from './waiting-cases.ts';

export interface StoreContractOptions {
  /** Makes an empty place, and says how the store in it is opened. Opened again, it must be the same store. */
  readonly place: () => StorePlace | Promise<StorePlace>;
  readonly except?: readonly ContractException[];
}

/**
 * What every store promises: docs/spec/store.md, as cases for any test runner.
 *
 * @example
 * it.each(storeContract({ place: () => memoryStore() }))('$clause $name', ({ run }) => run());
 */
export function storeContract({ place, except }: StoreContractOptions): readonly ContractCase[] {
  const cases = [
    ...appendCases,
    ...leaseCases,
    ...dispatcherCases,
    ...controlCases,
    ...settleCases,
    ...recordCases,
    ...retentionCases,
    ...expiryCases,
    ...readmitCases,
    ...crashCases,
    ...closeCases,
    ...waitingCases,
  ];
  const bound = cases.map((one) => ({
    clause: one.clause,
    name: one.name,
    async run() {
      const bench = await openBench(await place());
      try {
        await one.run(bench);
      } finally {
        await bench.close();
      }
    },
  }));
  return applyExceptions(bound, except);
}
