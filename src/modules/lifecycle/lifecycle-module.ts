import type { LifecycleEnrollment } from './lifecycle-enrollment.js'
import type { LifecycleLock } from './lifecycle-lock.js'
import type { LifecycleUpkeep } from './lifecycle-upkeep.js'
import type { LifecyclePaths } from './lifecycle-paths.js'
import type { LifecycleVerbs } from './lifecycle-verbs.js'

/** Takes machines through their life in Ironic, from delivery to disposal. */
export interface LifecycleModule
  extends LifecycleEnrollment, LifecycleVerbs, LifecyclePaths, LifecycleUpkeep, LifecycleLock {}
