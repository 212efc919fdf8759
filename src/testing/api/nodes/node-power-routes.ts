import { POWER_TARGETS, type PowerTarget } from '../../../states/power-states.js'
import { requestPower } from '../../conductor/machine/power-change.js'
import { requireLock } from '../../conductor/task/task.js'
import { badRequest, conflict, invalidState, notAcceptable } from '../../refusals/api-fault.js'
import { type ApiReply, type ApiRequest, locationOf, nodeOf } from '../framework/api-request.js'
import { integer, readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController.power) */
export const NODE_POWER_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/states/power', handle: setPower },
]

function isPowerTarget(target: string): target is PowerTarget {
  return Object.hasOwn(POWER_TARGETS, target)
}

function setPower(request: ApiRequest): ApiReply {
  const { target = 'None', timeout } = readArguments(
    request.args,
    { target: string, timeout: integer },
    { needed: ['target'] },
  )
  const ident = request.params['node'] ?? ''
  const task = nodeOf(request)
  const { node, machine, world } = task
  const isSoft = target === 'soft rebooting' || target === 'soft power off'
  if ((isSoft || timeout) && request.minor < 27) throw notAcceptable()
  if (timeout !== undefined && timeout < 1) throw badRequest('timeout has to be positive integer')
  if (!isPowerTarget(target)) throw invalidState(target, ident, node.power_state)
  if (node.provision_state === 'clean wait' || node.provision_state === 'cleaning')
    throw invalidState(target, ident, node.provision_state)
  if (target.endsWith('power off') && node.disable_power_off)
    throw conflict(`Failed to set node power state to ${target}.`)

  requireLock(task)
  const unable = isSoft && machine.softPower === 'unsupported'
  if (unable || !world.profileOf(machine).powerTargets.includes(target))
    throw badRequest(`The driver ${node.driver} does not support the power state, ${target}`)
  requestPower(task, target, timeout === undefined ? null : timeout * 1000)
  return { status: 202, location: locationOf(request, `nodes/${ident}/states`) }
}
