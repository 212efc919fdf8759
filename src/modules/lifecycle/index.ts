// What of this folder is public. It is for `src/index.ts` alone.

export { createLifecycleModule } from './lifecycle-module.js'
export type { LifecycleModule } from './lifecycle-module.js'
export type { LifecycleLock, UnlockError } from './lifecycle-lock.js'
export type { NodePath } from './paths/lifecycle-paths.js'
export type { GoalState, PathOptions, RecoverOptions } from './paths/path-input.js'
export { NoPathError } from './paths/bring-to-errors.js'
export type { BringToError, RecoverError } from './paths/bring-to-errors.js'
export type { BiosChange, CleanRequest, FirmwareUpdate, ServiceRequest } from './verbs/steps-input.js'
export type { LogicalDisk, TargetRaidConfig } from './verbs/raid-input.js'
export { TargetRaidRemainsError } from './verbs/verb-errors.js'
export type { CleanError, LifecycleError } from './verbs/verb-errors.js'
export type {
  ChassisToEnroll,
  Enrollment,
  NodeToEnroll,
  PortGroupToEnroll,
  PortToEnroll,
} from '../enrollment/machine/machine-to-enroll.js'
export type {
  EnrollAllOutcome,
  EnrollAllReport,
  EnrollChassisOutcome,
  EnrollOptions,
  EnrollAllOptions,
} from '../enrollment/enroll-all.js'
export type { EnrolledChassis, EnrollChassisError } from '../enrollment/enroll-chassis.js'
export type { EnrolledNode } from '../enrollment/enroll-node.js'
export type { NodeDifference } from '../enrollment/machine/enroll-plan.js'
export { EnrollIncompleteError, IdentityConflictError } from '../enrollment/machine/enroll-errors.js'
export type { EnrollError, EnrollFailure, EnrollRemains } from '../enrollment/machine/enroll-errors.js'
export { parseEnrollment } from '../enrollment/file/parse-enrollment.js'
export type { EnrollmentFile, ParseEnrollmentError } from '../enrollment/file/parse-enrollment.js'
export { EnrollmentFileError } from '../enrollment/file/enrollment-file-error.js'
export type { MaintenanceError, RemoveError, RetireError, UnretireError } from './upkeep/upkeep-errors.js'
export type { LifecycleChange } from '../../operations/provision-verb.js'
export type { BroughtTo } from './paths/bring-to.js'
export type { RecoveryStep, NodeRecovery } from './paths/recover-node.js'
export type { MaintenanceChange } from './upkeep/change-maintenance.js'
export type { NodeRetirement } from './upkeep/retire-node.js'
export type { RemovedNode } from './upkeep/remove-node.js'
export type { NodeInspection } from './verbs/inspect-hardware.js'
