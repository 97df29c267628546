export { applyExceptions, type ContractCase, type ContractException } from './contract.ts';
export { destinationContract } from './destination/contract.ts';
export type { DestinationContractOptions, VendorHooks } from './destination/rig.ts';
export { identifyEvent, orderCompleted, trackEvent } from './events.ts';
export { manualClock, type ManualClock } from './manual-clock.ts';
export {
  memorySourceContext,
  type MemorySourceContext,
  type MemorySourceContextOptions,
  type RecordedCommit,
} from './memory-source-context.ts';
export { sourceContract, type SourceContractOptions } from './source/contract.ts';
export { transformContract, type TransformContractOptions } from './transform/contract.ts';
export { storeContract, type StoreContractOptions } from './store/store-contract.ts';
