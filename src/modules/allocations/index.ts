// What of this folder is public. It is for `src/index.ts` alone.

export { createAllocationsModule } from './allocations-module.js'
export type { AllocationsModule } from './allocations-module.js'
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
export type { ActiveAllocation } from './wanted-allocation.js'
export type { AllocationDeletion } from './delete-allocation.js'
