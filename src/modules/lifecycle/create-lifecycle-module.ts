import type { ModuleContext } from '../module-context.js'
import { createLifecycleEnrollment } from './create-lifecycle-enrollment.js'
import { createLifecycleLock } from './create-lifecycle-lock.js'
import { createLifecycleUpkeep } from './create-lifecycle-upkeep.js'
import { createLifecyclePaths } from './create-lifecycle-paths.js'
import { createLifecycleVerbs } from './create-lifecycle-verbs.js'
import type { LifecycleModule } from './lifecycle-module.js'

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
