// What of this folder is public. It is for `src/index.ts` alone.

export { createAllocationsModule } from './create-allocations-module.js'
export type { ActiveAllocation, AllocationDeletion, AllocationsModule } from './allocations-module.js'
export type { AllocationRequest, AllocationWaitOptions, BackfillRequest } from './allocations-input.js'
export {
  AllocationFailedError,
  AllocationGoneError,
  AllocationInUseError,
  AllocationLeftBehindError,
  AllocationNotFoundError,
  AllocationOwnerRefusedError,
  AllocationTakenError,
  BackfillRefusedError,
} from './allocations-errors.js'
export type {
  BackfillAllocationError,
  CreateAllocationError,
  DeleteAllocationError,
} from './allocations-errors.js'
