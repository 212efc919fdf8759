// What of this folder is public. It is for `src/index.ts` alone.

export { createLifecycleModule } from './create-lifecycle-module.js'
export type { Inspection, LifecycleChange } from './lifecycle-change.js'
export type { LifecycleModule } from './lifecycle-module.js'
export type { LifecycleLock, UnlockError } from './lifecycle-lock.js'
export type { LifecycleVerbs } from './lifecycle-verbs.js'
export type { BroughtTo, LifecyclePaths, NodePath, Recovery, RecoveryStep } from './lifecycle-paths.js'
export type { GoalState, PathOptions, PathVerb, RecoverOptions } from './path-input.js'
export type { RecoverVerb } from './recover-plan.js'
export { NoPathError } from './bring-to-errors.js'
export type { BringToError, RecoverError } from './bring-to-errors.js'
export type { BiosChange, CleanRequest, FirmwareUpdate, ServiceRequest } from './steps-input.js'
export type { LogicalDisk, TargetRaidConfig } from './raid-input.js'
export { TargetRaidRemainsError } from './lifecycle-errors.js'
export type {
  CleanError,
  LifecycleError,
  RequestCleanError,
  RequestLifecycleError,
  WaitForLifecycleError,
} from './lifecycle-errors.js'
export type {
  ChassisToEnroll,
  Enrollment,
  NodeToEnroll,
  PortGroupToEnroll,
  PortToEnroll,
} from './machine-to-enroll.js'
export type { EnrollAllOptions, EnrollOptions, LifecycleEnrollment } from './lifecycle-enrollment.js'
export type { EnrollAllOutcome, EnrollAllReport, EnrollChassisOutcome } from './enroll-all.js'
export type { EnrolledChassis, EnrollChassisError } from './enroll-chassis.js'
export type { EnrolledNode } from './enroll-node.js'
export type { NodeDifference } from './enroll-plan.js'
export { EnrollIncompleteError, IdentityConflictError } from './enroll-errors.js'
export type {
  EnrolledPart,
  EnrollError,
  EnrollFailure,
  EnrollRemains,
  IdentityHolder,
} from './enroll-errors.js'
export { parseEnrollment } from './parse-enrollment.js'
export type { EnrollmentFile, ParseEnrollmentError } from './parse-enrollment.js'
export { EnrollmentFileError } from './enrollment-file-error.js'
export type {
  LifecycleUpkeep,
  MaintenanceChange,
  Reason,
  RemovedNode,
  Retirement,
} from './lifecycle-upkeep.js'
export type { MaintenanceError, RemoveError, RetireError, UnretireError } from './upkeep-errors.js'
