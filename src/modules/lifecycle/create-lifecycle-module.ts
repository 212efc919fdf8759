import type { ModuleContext } from '../../operations/module-context.js'
import { createLifecycleEnrollment } from '../enrollment/create-enrollment-verbs.js'
import { createLifecycleLock } from './create-lifecycle-lock.js'
import type { LifecycleModule } from './lifecycle-module.js'
import { createLifecyclePaths } from './paths/create-lifecycle-paths.js'
import { createLifecycleUpkeep } from './upkeep/create-lifecycle-upkeep.js'
import { createLifecycleVerbs } from './verbs/create-lifecycle-verbs.js'

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
