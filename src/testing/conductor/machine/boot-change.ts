import type { JsonObject } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import type { Task } from '../../world/world.js'
import { releaseWorker, requireLock, requireWorker, spawnWorker, touch, watchPower } from '../task/task.js'

/** The boot setting to change. */
export type BootChange = { readonly boot_mode: string } | { readonly secure_boot: boolean }

/** @see openstack/ironic `ironic/conductor/manager.py` (change_node_boot_mode, change_node_secure_boot) */
export function requestBootChange(task: Task, change: BootChange): void {
  requireLock(task)
  requireWorker(task)
  task.node.last_error = null
  spawnWorker(task, 'power')
  task.world.later(task, 'power', task.world.duration(task, 'management'), 'boot.changes', { ...change })
}

/** Ends the change. A driver that cannot do it fails only here, and only `last_error` shows it. */
export function endBootChange(task: Task, change: JsonObject): void {
  const { node, world, machine } = task
  const able = world.profileOf(machine).setsBootMode
  const refusal = (what: string) =>
    `Driver ${node.driver} does not support ${what} (disabled or not implemented).`
  const { boot_mode: mode, secure_boot: secure } = change
  if (!able) {
    // The first text lacks a quote in Ironic too.
    node.last_error =
      typeof mode === 'string'
        ? `Failed to change boot mode to '${mode}: ${refusal('set_boot_mode')}`
        : `Failed to change secure_boot state to '${pythonText(secure)}': ${refusal('set_secure_boot_state')}`
    watchPower(task)
  } else if (typeof mode === 'string') node.boot_mode = mode
  else if (node.boot_mode === 'bios') {
    node.last_error =
      `Failed to change secure_boot state to '${pythonText(secure)}': Redfish exception occurred. Error: ` +
      `Configuring secure boot requires UEFI for node ${node.uuid}`
    watchPower(task)
  } else node.secure_boot = secure === true
  touch(task)
  releaseWorker(task, 'power')
}
