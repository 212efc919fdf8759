import type { LifecycleEnrollment } from '../enrollment/enrollment-verbs.js'
import type { LifecycleLock } from './lifecycle-lock.js'
import type { LifecyclePaths } from './paths/lifecycle-paths.js'
import type { LifecycleUpkeep } from './upkeep/lifecycle-upkeep.js'
import type { LifecycleVerbs } from './verbs/lifecycle-verbs.js'

/** Moves nodes through their life in Ironic, from enrollment to removal. */
export interface LifecycleModule
  extends LifecycleEnrollment, LifecycleVerbs, LifecyclePaths, LifecycleUpkeep, LifecycleLock {}
