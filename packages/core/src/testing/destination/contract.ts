import { applyExceptions, type ContractCase } from '../contract.ts';
import { deliverCases } from './deliver-cases.ts';
import { failureCases } from './failure-cases.ts';
import { mapCases } from './map-cases.ts';
import { refusalCases } from './refusal-cases.ts';
import type { DestinationContractOptions } from './rig.ts';
import { settingsCases } from './settings-cases.ts';
import { startCases } from './start-cases.ts';

/**
 * The promises of a destination: docs/spec/plugins.md, D1 to D16 and D19.
 *
 * @example
 * it.each(destinationContract({ create, configure: segment, events, secrets, respond }))(
 *   '$clause $name',
 *   ({ run }) => run(),
 * );
 */
export function destinationContract(options: DestinationContractOptions): readonly ContractCase[] {
  const cases = [
    ...mapCases(options),
    ...deliverCases(options),
    ...failureCases(options),
    ...refusalCases(options),
    ...settingsCases(options),
    ...startCases(options),
  ];
  return applyExceptions(cases, options.except);
}
