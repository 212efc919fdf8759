import type { BiosSetting } from '../../hardware/hardware-details.js'
import { ApiFault, badRequest, notFound } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, linksTo, nodeOf } from '../framework/api-request.js'
import { boolean, readArguments, stringList } from '../framework/arguments.js'
import { pickFrom } from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'
import { nodeSubresource } from './node-subresource.js'

/** @see openstack/ironic `ironic/api/controllers/v1/bios.py`, `firmware.py` and `node.py` (NodeInventoryController) */
export const NODE_HARDWARE_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/bios', since: 40, handle: listBiosSettings },
  { method: 'GET', path: '/v1/nodes/{node}/bios/{setting}', since: 40, handle: getBiosSetting },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/bios/{setting}/{extra}',
    since: 40,
    handle: () => {
      throw new ApiFault(500, 'NodeBiosController.get_one() takes 2 positional arguments but 3 were given')
    },
  },
  ...nodeSubresource('firmware', 86, { GET: listFirmware }),
  ...nodeSubresource('firmware/{component}', 86, {}),
  { method: 'GET', path: '/v1/nodes/{node}/inventory', since: 81, handle: getInventory },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/inventory/{extra}',
    since: 81,
    handle: () => {
      throw new ApiFault(500, 'NodeInventoryController.get() takes 1 positional argument but 2 were given')
    },
  },
]

/** The microversion since which settings include what the hardware knows of them. */
const REGISTRY_SINCE = 74

const BIOS_QUERY_FIELDS = [
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

const SHORT_FIELDS = ['name', 'value']

const WHOLE_FIELDS = [
  'name',
  'value',
  'attribute_type',
  'allowable_values',
  'lower_bound',
  'max_length',
  'min_length',
  'read_only',
  'reset_required',
  'unique',
  'upper_bound',
]

function listBiosSettings(request: ApiRequest): ApiReply {
  const { fields, detail } = readArguments(request.args, { fields: stringList, detail: boolean })
  checkBiosQuery(request, fields, detail)
  const { machine } = nodeOf(request)
  const picked = detail === true ? WHOLE_FIELDS : (fields ?? SHORT_FIELDS)
  const ident = request.params['node'] ?? ''
  const bios = byName(machine.bios).map((setting) => viewSetting(request, ident, setting, picked))
  return { status: 200, body: { bios } }
}

function checkBiosQuery(
  request: ApiRequest,
  fields: readonly string[] | undefined,
  detail: boolean | undefined,
): void {
  const checksSchema = serverHas(request.world, 'portgroupSchemas')
  if (request.minor < REGISTRY_SINCE) {
    const given = [...(detail === undefined ? [] : ['detail']), ...(fields === undefined ? [] : ['fields'])]
    if (given.length === 0) return
    if (checksSchema)
      throw badRequest(
        `Schema error: Additional properties are not allowed (${given.map(pythonRepr).join(', ')} ` +
          `${given.length === 1 ? 'was' : 'were'} unexpected)`,
      )
    throw badRequest(
      detail === undefined
        ? `Invalid query parameter ?fields=${pythonRepr([...(fields ?? [])])} received.`
        : `Invalid query parameter ?detail=${pythonRepr(detail)} received.`,
    )
  }
  const unknown = fields?.find((field) => !BIOS_QUERY_FIELDS.includes(field))
  if (unknown !== undefined && checksSchema)
    throw badRequest(`Schema error: ${pythonRepr(unknown)} is not one of ${pythonRepr(BIOS_QUERY_FIELDS)}`)
  if (detail === true && fields !== undefined)
    throw badRequest("Can't fetch a subset of fields with 'detail' set")
}

function getBiosSetting(request: ApiRequest): ApiReply {
  const { node, machine } = nodeOf(request)
  const wanted = request.params['setting'] ?? ''
  const setting = machine.bios.find(({ name }) => name === wanted)
  if (setting === undefined) throw notFound(`Node ${node.uuid} doesn't have a BIOS setting '${wanted}'`)
  const picked = request.minor < REGISTRY_SINCE ? SHORT_FIELDS : WHOLE_FIELDS
  return { status: 200, body: { [wanted]: viewSetting(request, node.uuid, setting, picked) } }
}

function byName(settings: readonly BiosSetting[]): readonly BiosSetting[] {
  return [...settings].sort((a, b) => (a.name < b.name ? -1 : 1))
}

function viewSetting(
  request: ApiRequest,
  node: string,
  setting: BiosSetting,
  picked: readonly string[],
): object {
  const stranger = picked.find((field) => !Object.hasOwn(setting, field))
  if (stranger !== undefined) throw new ApiFault(500, `'BIOSSetting' object has no attribute '${stranger}'`)
  return {
    created_at: setting.created_at,
    updated_at: setting.updated_at,
    ...pickFrom(setting, picked),
    links: linksTo(request, 'nodes', `${node}/bios/${setting.name}`),
  }
}

const FIRMWARE_FIELDS = ['component', 'initial_version', 'current_version', 'last_version_flashed']
const IDENTITY_FIELDS = ['vendor', 'model', 'serial_number']
const IDENTITY_SINCE = 114

function listFirmware(request: ApiRequest): ApiReply {
  const { fields } = readArguments(request.args, { fields: stringList, detail: (_, value) => value })
  const { minor, world } = request
  const identity = world.settings.maxMinor < IDENTITY_SINCE ? [] : IDENTITY_FIELDS
  const known = ['created_at', 'updated_at', ...FIRMWARE_FIELDS, ...identity]
  const unknown = fields?.find((field) => !known.includes(field))
  if (unknown !== undefined)
    throw badRequest(`Schema error: ${pythonRepr(unknown)} is not one of ${pythonRepr(known)}`)
  // A query holds only texts, and the schema accepts no text here.
  const { detail } = request.args
  if (detail !== undefined) throw badRequest(`Schema error: ${pythonRepr(detail)} is not of type 'boolean'`)
  const { machine } = nodeOf(request)
  const newer = minor < IDENTITY_SINCE ? (fields?.filter((field) => identity.includes(field)) ?? []) : []
  if (newer.length > 0)
    throw badRequest(
      `Fields ${newer.sort().join(', ')} are not allowed in this API version. They require at least API version ` +
        `1.${IDENTITY_SINCE}.`,
    )
  const picked = fields ?? (minor < IDENTITY_SINCE ? FIRMWARE_FIELDS : [...FIRMWARE_FIELDS, ...identity])
  const firmware = machine.firmware.map((component) => ({
    created_at: component.created_at,
    updated_at: component.updated_at,
    ...pickFrom(component, picked),
  }))
  return { status: 200, body: { firmware } }
}

function getInventory(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { node, machine } = nodeOf(request)
  if (machine.inventory === null)
    throw notFound(`Node inventory record for node ${node.id} could not be found.`)
  return { status: 200, body: machine.inventory }
}
