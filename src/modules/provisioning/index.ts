// What of this folder is public. It is for `src/index.ts` alone.

export { createProvisioningModule } from './create-provisioning-module.js'
export type {
  BulkError,
  DestroyAllOptions,
  DestroyAllOutcome,
  Destroyed,
  DestroyOptions,
  Instance,
  PlannedRequest,
  ProvisioningModule,
  ProvisioningStatus,
  Released,
  SpawnAllOptions,
  SpawnAllOutcome,
  SpawnOptions,
  SpawnPlan,
} from './provisioning-module.js'
export type { Flavor, SpawnRequest } from './spawn-request.js'
export type { BootIsoImage, DiskImage, Image, RamdiskImage, VolumeImage } from './image-input.js'
export type { NodeRequirements } from './node-requirements.js'
export { NoSuitableNodeError } from './no-suitable-node-error.js'
export type { TriedNode } from './no-suitable-node-error.js'
export type { BulkOptions, BulkOutcome, BulkReport } from './bulk-run.js'
export type { SpawnOutcome } from './spawn-instance.js'
export type { SpawnAction } from './spawn-plan.js'
export { NodeTakenError, UndoIncompleteError, ValidationFailedError } from './provisioning-errors.js'
export type {
  DestroyError,
  PlanError,
  ReleaseError,
  Remains,
  ReserveAnyError,
  ReserveError,
  SpawnError,
  SpawnFailure,
  WaitForSpawnError,
} from './provisioning-errors.js'
export type { UnlinkError } from './unlink-instance.js'
