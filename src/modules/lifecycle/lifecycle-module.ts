import { type LifecycleEnrollment, createLifecycleEnrollment } from '../enrollment/enrollment-verbs.js'
import { type LifecycleLock, createLifecycleLock } from './lifecycle-lock.js'
import { type LifecyclePaths, createLifecyclePaths } from './paths/lifecycle-paths.js'
import { type LifecycleUpkeep, createLifecycleUpkeep } from './upkeep/lifecycle-upkeep.js'
import type { LifecycleVerbs } from './verbs/lifecycle-verbs.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { createLifecycleVerbs } from './verbs/create-lifecycle-verbs.js'

/** Moves nodes through their life in Ironic, from enrollment to removal. */
export interface LifecycleModule
  extends LifecycleEnrollment, LifecycleVerbs, LifecyclePaths, LifecycleUpkeep, LifecycleLock {}

/** Builds the lifecycle module alone; a driver has it as `driver.lifecycle`. */
export function createLifecycleModule(context: ModuleContext): LifecycleModule {
  return {
    ...createLifecycleEnrollment(context),
    ...createLifecycleVerbs(context),
    ...createLifecyclePaths(context),
    ...createLifecycleUpkeep(context),
    ...createLifecycleLock(context),
  }
}
