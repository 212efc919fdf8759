import { requestBootChange } from '../../conductor/machine/boot-change.js'
import { consoleInfo, requestConsole } from '../../conductor/machine/console.js'
import { stateRow } from '../../conductor/task/state-machine.js'
import { requireLock, touch } from '../../conductor/task/task.js'
import { isJsonObject } from '../../json/json-value.js'
import { badRequest, conflict, notAcceptable, notFound } from '../../refusals/api-fault.js'
import { type ApiReply, type ApiRequest, locationOf, nodeOf } from '../framework/api-request.js'
import { boolean, ofType, readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { checkRaidConfig } from './raid-schema.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController) */
export const NODE_SETTINGS_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/states/boot_mode', handle: setBootMode },
  { method: 'PUT', path: '/v1/nodes/{node}/states/secure_boot', handle: setSecureBoot },
  { method: 'GET', path: '/v1/nodes/{node}/states/console', handle: getConsole },
  { method: 'PUT', path: '/v1/nodes/{node}/states/console', handle: setConsole },
  { method: 'PUT', path: '/v1/nodes/{node}/states/raid', handle: setTargetRaid },
]

const BOOT_MODES = ['bios', 'uefi']

function requireBootChange({ minor }: ApiRequest): void {
  if (minor < 76) throw notFound('This endpoint is supported starting with the API version 1.76')
}

/** Refuses an unstable state with an unfinished text, as Ironic does. */
function requireStable(state: string): void {
  const phase = stateRow(state)?.phase
  if (phase === 'busy' || phase === 'wait')
    throw conflict(
      'Node is in %(state)s state. Since node is transitioning, the boot mode will not be set as this may interfere ' +
        'with ongoing changes and result in erroneous modification. Try again later.',
    )
}

function setBootMode(request: ApiRequest): ApiReply {
  const { target = 'None' } = readArguments(request.args, { target: string }, { needed: ['target'] })
  const task = nodeOf(request)
  requireBootChange(request)
  if (!BOOT_MODES.includes(target))
    throw badRequest(
      `Invalid boot mode ${target} requested for node. Allowed boot modes are: ${BOOT_MODES.join(', ')}`,
    )
  requireStable(task.node.provision_state)
  requestBootChange(task, { boot_mode: target })
  return { status: 202, location: statesOf(request) }
}

function setSecureBoot(request: ApiRequest): ApiReply {
  const { target } = readArguments(request.args, { target: boolean }, { needed: ['target'] })
  const task = nodeOf(request)
  requireBootChange(request)
  if (target === undefined)
    throw badRequest(
      'Invalid secure_boot None requested for node. Allowed secure_boot states are: True, False) ',
    )
  requireStable(task.node.provision_state)
  requestBootChange(task, { secure_boot: target })
  return { status: 202, location: statesOf(request) }
}

const statesOf = (request: ApiRequest) => locationOf(request, `nodes/${request.params['node'] ?? ''}/states`)

function getConsole(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const task = nodeOf(request)
  if (!task.node.console_enabled) return { status: 200, body: { console_enabled: false, console_info: null } }
  return { status: 200, body: { console_enabled: true, console_info: consoleInfo(task) } }
}

function setConsole(request: ApiRequest): ApiReply {
  const { enabled } = readArguments(request.args, { enabled: boolean }, { needed: ['enabled'] })
  const task = nodeOf(request)
  // A value that is neither on nor off changes nothing.
  requestConsole(task, enabled ?? task.node.console_enabled)
  return { status: 202, location: `${statesOf(request)}/console` }
}

/** Sets the target RAID configuration, which is the whole body. */
function setTargetRaid(request: ApiRequest): ApiReply {
  const config = ofType('dict')('target_raid_config', request.body ?? {})
  const task = nodeOf(request)
  const { node, world } = task
  if (request.minor < 12) throw notAcceptable()
  requireLock(task)
  if (!isJsonObject(config)) throw badRequest('Expected a dictionary')
  if (Object.keys(config).length > 0 && node.raid_interface === 'no-raid')
    throw notFound(`Driver ${node.driver} does not support raid (disabled or not implemented).`)
  checkRaidConfig(world, config)
  node.target_raid_config = config
  touch(task)
  return { status: 204 }
}
