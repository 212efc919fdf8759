import { unsupported } from '../api/api-fault.js'
import type { JsonObject } from '../json-value.js'
import type { Task } from '../world.js'
import { releaseWorker, requireLock, requireWorker, spawnWorker, touch } from './task.js'

/** @see openstack/ironic `ironic/conductor/manager.py` (set_console_mode) */
export function requestConsole(task: Task, enabled: boolean): void {
  const { node, world } = task
  requireConsole(task)
  if (enabled === node.console_enabled) return
  requireLock(task)
  requireWorker(task)
  node.last_error = null
  spawnWorker(task, 'power')
  world.later(task, 'power', world.duration(task, 'management'), 'console.changes', { enabled })
}

export function requireConsole({ node }: Task): void {
  if (node.console_interface === null || node.console_interface === 'no-console')
    throw unsupported(node.driver, 'console')
}

export function endConsoleChange(task: Task, { enabled = false }: JsonObject): void {
  task.node.console_enabled = enabled === true
  task.node.last_error = null
  touch(task)
  releaseWorker(task, 'power')
}
