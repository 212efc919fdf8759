// The public exports of this folder. Only `src/index.ts` imports this file.

export { createProvisioningModule, type ProvisioningModule } from './provisioning-module.js'
export type { SpawnRequest } from './spawn/spawn-request.js'
export type {
  BootIsoImage,
  DiskImage,
  DeployImage,
  RamdiskImage,
  VolumeImage,
} from '../deployment/image-input.js'
export type { NodeRequirements } from './claim/node-requirements.js'
export { NoSuitableNodeError, NodeTakenError } from './errors/claim-errors.js'
export type { ReserveError } from './errors/claim-errors.js'
export type { BulkOptions, BulkOutcome, BulkReport, BulkError } from '../../operations/bulk-run.js'
export type { SpawnOutcome } from './spawn/spawn-instance.js'
export { UndoIncompleteError } from './errors/provisioning-errors.js'
export type {
  DestroyError,
  PlanError,
  ReleaseError,
  SpawnRemains,
  ReserveAnyError,
  SpawnError,
  SpawnFailure,
} from './errors/provisioning-errors.js'
export type { InstanceFlavor } from '../deployment/deploy-input.js'
export { ValidationFailedError } from '../deployment/validate-node.js'
export type {
  DestroyAllOptions,
  DestroyAllOutcome,
  DestroyOptions,
  DestroyedInstance,
} from './destroy/destroy-options.js'
export type {
  SpawnedInstance,
  SpawnAllOptions,
  SpawnAllOutcome,
  SpawnOptions,
} from './spawn/spawn-options.js'
export type { SpawnPlan, PlannedRequest } from './spawn/plan-spawn.js'
export type { ProvisioningStatus } from '../../operations/node-status.js'
export type { ReleasedInstance } from './reserve/release-node.js'
