import { type LifecycleEnrollment, createLifecycleEnrollment } from '../enrollment/enrollment-verbs.js'
import { type LifecycleLock, createLifecycleLock } from './lifecycle-lock.js'
import { type LifecyclePaths, createLifecyclePaths } from './paths/lifecycle-paths.js'
import { type LifecycleUpkeep, createLifecycleUpkeep } from './upkeep/lifecycle-upkeep.js'
import type { LifecycleVerbs } from './verbs/lifecycle-verbs.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { createLifecycleVerbs } from './verbs/create-lifecycle-verbs.js'

/**
 * Moves nodes through their life in Ironic, from enrollment to removal.
 *
 * @example
 * ```ts
 * import type { IronicDriver } from 'ironic-driver'
 *
 * export async function takeIn({ lifecycle }: IronicDriver, node: string, password: string): Promise<void> {
 *   const enrolled = await lifecycle.enroll({
 *     name: node,
 *     driver: 'redfish',
 *     driver_info: { redfish_address: 'https://10.0.0.7', redfish_username: 'admin', redfish_password: password },
 *     ports: [{ address: '52:54:00:70:01:01' }],
 *   })
 *   if (enrolled.isErr()) throw enrolled.error
 *   const ready = await lifecycle.bringTo({ node }, 'available') // checks the login, and cleans the disks
 *   if (ready.isErr()) throw ready.error
 * }
 * ```
 */
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
