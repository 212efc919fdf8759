import { requestBootChange } from '../conductor/boot-change.js'
import { requestConsole, requireConsole } from '../conductor/console.js'
import { requireLock, touch } from '../conductor/task.js'
import { isJsonObject } from '../json-value.js'
import { type ApiReply, type ApiRequest, locationOf, nodeOf } from './api-request.js'
import { ApiFault, badRequest, conflict, notAcceptable, notFound } from './api-fault.js'
import { boolean, ofType, readArguments, string, stringList } from './arguments.js'
import { pythonRepr } from './python-text.js'
import { checkRaidConfig } from './raid-schema.js'
import type { Route } from './route.js'
import { serverHas } from './server-features.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController), `bios.py`, `firmware.py` */
export const NODE_SETTINGS_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/states/boot_mode', handle: setBootMode },
  { method: 'PUT', path: '/v1/nodes/{node}/states/secure_boot', handle: setSecureBoot },
  { method: 'GET', path: '/v1/nodes/{node}/states/console', handle: getConsole },
  { method: 'PUT', path: '/v1/nodes/{node}/states/console', handle: setConsole },
  { method: 'PUT', path: '/v1/nodes/{node}/states/raid', handle: setTargetRaid },
  { method: 'GET', path: '/v1/nodes/{node}/bios', since: 40, handle: listBiosSettings },
  { method: 'GET', path: '/v1/nodes/{node}/bios/{setting}', since: 40, handle: getBiosSetting },
  { method: 'GET', path: '/v1/nodes/{node}/firmware', handle: listFirmware },
]

const BOOT_MODES = ['bios', 'uefi']

const UNSTABLE_STATES = [
  'deploying',
  'wait call-back',
  'cleaning',
  'clean wait',
  'verifying',
  'deleting',
  'inspecting',
  'inspect wait',
  'adopting',
  'rescuing',
  'rescue wait',
  'unrescuing',
  'servicing',
  'service wait',
]

function requireBootChange({ minor }: ApiRequest): void {
  if (minor < 76) throw notFound('This endpoint is supported starting with the API version 1.76')
}

/** Ironic forgets to fill the text in. */
function requireStable(state: string): void {
  if (UNSTABLE_STATES.includes(state))
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
  requireConsole(task)
  return { status: 200, body: { console_enabled: true, console_info: {} } }
}

function setConsole(request: ApiRequest): ApiReply {
  const { enabled = false } = readArguments(request.args, { enabled: boolean }, { needed: ['enabled'] })
  requestConsole(nodeOf(request), enabled)
  return { status: 202, location: `${statesOf(request)}/console` }
}

/** The body is the configuration itself. */
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

const BIOS_FIELDS = [
  'allowable_values',
  'attribute_type',
  'created_at',
  'lower_bound',
  'links',
  'max_length',
  'min_length',
  'name',
  'node_uuid',
  'read_only',
  'reset_required',
  'unique',
  'updated_at',
  'value',
]

/** No simulated machine has told its settings. */
function listBiosSettings(request: ApiRequest): ApiReply {
  const { fields } = readArguments(request.args, { fields: stringList, detail: boolean })
  const unknown = fields?.find((field) => !BIOS_FIELDS.includes(field))
  if (unknown !== undefined && serverHas(request.world, 'portgroupSchemas'))
    throw badRequest(`Schema error: ${pythonRepr(unknown)} is not one of ${pythonRepr(BIOS_FIELDS)}`)
  nodeOf(request)
  return { status: 200, body: { bios: [] } }
}

function getBiosSetting(request: ApiRequest): ApiReply {
  const { node } = nodeOf(request)
  throw notFound(`Node ${node.uuid} doesn't have a BIOS setting '${request.params['setting'] ?? ''}'`)
}

function listFirmware(request: ApiRequest): ApiReply {
  if (request.world.settings.maxMinor < 86) throw badRequest('Field firmware is not a valid field.')
  if (request.minor < 86) throw new ApiFault(404, '', 'webob')
  readArguments(request.args, { fields: stringList })
  nodeOf(request)
  return { status: 200, body: { firmware: [] } }
}
