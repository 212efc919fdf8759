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
export type { Flavor, SpawnRequest } from './spawn/spawn-request.js'
export type { BootIsoImage, DiskImage, Image, RamdiskImage, VolumeImage } from '../deployment/image-input.js'
export type { NodeRequirements } from './claim/node-requirements.js'
export { NoSuitableNodeError } from './errors/claim-errors.js'
export type { TriedNode } from './errors/claim-errors.js'
export type { BulkOptions, BulkOutcome, BulkReport } from '../../operations/bulk-run.js'
export type { SpawnOutcome } from './spawn/spawn-instance.js'
export type { SpawnAction } from './spawn/spawn-action.js'
export { NodeTakenError, UndoIncompleteError, ValidationFailedError } from './errors/provisioning-errors.js'
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
} from './errors/provisioning-errors.js'
export type { UnlinkError } from './claim/unlink-instance.js'
