import type { JsonObject } from '../../json/json-value.js'
import { ApiFault, unsupported } from '../../refusals/api-fault.js'
import type { Task } from '../../world/world.js'
import {
  recordHistory,
  releaseWorker,
  requireLock,
  requireWorker,
  scriptedFailure,
  spawnWorker,
  touch,
} from '../task/task.js'
import type { ConsoleKind } from './console-kind.js'
import { GRAPHICAL_CONSOLE } from './graphical-console.js'
import { serialConsole } from './serial-console.js'

/** The console of fake-hardware: it can be enabled, but leads nowhere. */
const FAKE_CONSOLE: ConsoleKind = {
  validate: () => undefined,
  start: () => undefined,
  stop: () => undefined,
  info: () => ({}),
}

const CONSOLES: Readonly<Record<string, ConsoleKind>> = {
  fake: FAKE_CONSOLE,
  'ipmitool-socat': serialConsole('socat', 'tcp'),
  'ipmitool-shellinabox': serialConsole('shellinabox', 'http'),
  'fake-graphical': GRAPHICAL_CONSOLE,
  'redfish-graphical': GRAPHICAL_CONSOLE,
}

function consoleOf({ node }: Task): ConsoleKind {
  const found = node.console_interface === null ? undefined : CONSOLES[node.console_interface]
  if (found === undefined) throw unsupported(node.driver, 'console')
  return found
}

/** @see openstack/ironic `ironic/conductor/manager.py` (get_console_information) */
export function consoleInfo(task: Task): JsonObject {
  const kind = consoleOf(task)
  kind.validate(task)
  return kind.info(task)
}

/** Returns why the console interface would refuse the node, or `null`. */
export function consoleProblem(task: Task): string | null {
  try {
    consoleOf(task).validate(task)
    return null
  } catch (fault) {
    if (fault instanceof ApiFault) return fault.message
    throw fault
  }
}

/** @see openstack/ironic `ironic/conductor/manager.py` (set_console_mode) */
export function requestConsole(task: Task, enabled: boolean): void {
  const { node, world } = task
  consoleOf(task).validate(task)
  if (enabled === node.console_enabled) return
  requireLock(task)
  requireWorker(task)
  node.last_error = null
  spawnWorker(task, 'power')
  world.later(task, 'power', world.duration(task, 'management'), 'console.changes', { enabled })
}

export function endConsoleChange(task: Task, { enabled = false }: JsonObject): void {
  const { node } = task
  const failure = scriptedFailure(task, 'console')
  if (failure === undefined) {
    const kind = consoleOf(task)
    if (enabled === true) kind.start(task)
    else kind.stop(task)
    node.console_enabled = enabled === true
    node.last_error = null
  } else {
    const doing = enabled === true ? 'enabling' : 'disabling'
    const reason = failure.lastError ?? 'a scripted failure'
    recordHistory(task, `Error ${doing} the console on node ${node.uuid}. Reason: ${reason}`, {
      type: 'console',
      error: true,
    })
  }
  touch(task)
  releaseWorker(task, 'power')
}

/** Ends the console session of an instance that leaves. Ironic may still show the console as enabled. */
export function endConsoleSession(task: Task): void {
  const { node } = task
  if (node.console_enabled) CONSOLES[node.console_interface ?? '']?.stop(task)
}

/** Restarts at the end of a deployment the console that the last tear-down stopped. */
export function beginConsoleSession(task: Task): void {
  const { node } = task
  if (node.console_enabled) CONSOLES[node.console_interface ?? '']?.start(task)
}
