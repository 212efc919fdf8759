import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import type { Task } from '../../world/world.js'
import type { ConsoleKind } from './console-kind.js'

/** `[console] port_range` */
const FIRST_PORT = 10_000

/** The key in `driver_internal_info` of an allocated port. */
const ALLOCATED = 'allocated_ipmi_terminal_port'

/**
 * A serial console over IPMI, at the port in `driver_info` or at a free one.
 *
 * @see openstack/ironic `ironic/drivers/modules/ipmitool.py` (IPMIConsole)
 */
export function serialConsole(type: 'socat' | 'shellinabox', scheme: 'tcp' | 'http'): ConsoleKind {
  return {
    validate: requireAddress,
    start: (task) => {
      forgetPort(task)
      const { node } = task
      if (givenPort(task) === null)
        node.driver_internal_info = { ...node.driver_internal_info, [ALLOCATED]: freePort(task) }
    },
    stop: forgetPort,
    info: (task) => ({
      type,
      url: `${scheme}://${task.world.settings.conductorHost}:${pythonText(portOf(task))}`,
    }),
  }
}

function requireAddress(task: Task): void {
  const { node } = task
  if (!node.driver_info['ipmi_address'])
    throw badRequest("Missing the following IPMI credentials in node's driver_info: ['ipmi_address'].")
  const port = givenPort(task)
  if (port === null) return
  const shown = `ipmi_terminal_port "${pythonText(port)}"`
  if (!/^\s*[+-]?\d+\s*$/.test(pythonText(port))) throw badRequest(`${shown} is not a valid integer.`)
  if (Number(port) < 1 || Number(port) > 65_535)
    throw badRequest(`${shown} is out of range. Valid port numbers must be between 1 and 65535.`)
}

function givenPort({ node }: Task): JsonValue {
  const port = node.driver_info['ipmi_terminal_port'] ?? null
  return port === '' || port === 0 ? null : port
}

function portOf(task: Task): JsonValue {
  return givenPort(task) ?? task.node.driver_internal_info[ALLOCATED] ?? null
}

function forgetPort({ node }: Task): void {
  const { [ALLOCATED]: _, ...kept }: JsonObject = node.driver_internal_info
  node.driver_internal_info = kept
}

function freePort({ world }: Task): number {
  const taken = new Set(world.store.recordsInOrder.map((node) => node.driver_internal_info[ALLOCATED]))
  let port = FIRST_PORT
  while (taken.has(port)) port++
  return port
}
