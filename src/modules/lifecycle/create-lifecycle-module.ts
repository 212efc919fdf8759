import type { ModuleContext } from '../module-context.js'
import { createLifecycleVerbs } from './create-lifecycle-verbs.js'
import type { LifecycleModule } from './lifecycle-module.js'

/** Builds the lifecycle module alone; a driver has it as `driver.lifecycle`. */
export function createLifecycleModule(context: ModuleContext): LifecycleModule {
  return { ...createLifecycleVerbs(context) }
}
