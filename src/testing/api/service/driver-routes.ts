import { enabledProfiles, interfacesOf } from '../../hardware/enabled-hardware.js'
import { HARDWARE_INTERFACES, type HardwareProfile } from '../../hardware/hardware-profile.js'
import type { JsonObject } from '../../json/json-value.js'
import {
  badRequest,
  invalidFields,
  needsVersion,
  noSuchMethod,
  notAcceptable,
  notFound,
} from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, linksTo } from '../framework/api-request.js'
import { boolean, readArguments, string, stringList } from '../framework/arguments.js'
import { type Route, withFieldsInPath } from '../framework/route.js'
import { LOGICAL_DISK_PROPERTIES } from '../nodes/raid-schema.js'

/** @see openstack/ironic `ironic/api/controllers/v1/driver.py` */
export const DRIVER_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/drivers', handle: listDrivers },
  ...withFieldsInPath({ method: 'GET', path: '/v1/drivers/{driver}', handle: getDriver }, 77),
  {
    method: 'GET',
    path: '/v1/drivers/{driver}/properties',
    handle: (request) => {
      readArguments(request.args, {})
      return { status: 200, body: driverOf(request).properties }
    },
  },
  {
    method: 'GET',
    path: '/v1/drivers/{driver}/raid',
    handle: () => {
      throw noSuchMethod()
    },
  },
  {
    method: 'GET',
    path: '/v1/drivers/{driver}/raid/logical_disk_properties',
    handle: getRaidProperties,
  },
]

/** The version that introduced each interface that is newer than the API. */
const INTERFACE_SINCE: Readonly<Partial<Record<(typeof HARDWARE_INTERFACES)[number], number>>> = {
  storage: 33,
  rescue: 38,
  bios: 40,
  firmware: 86,
}

const PLAIN_FIELDS = ['hosts', 'links', 'name', 'properties', 'type']

const sinceOf = (name: (typeof HARDWARE_INTERFACES)[number]) => INTERFACE_SINCE[name] ?? 30

function interfaceKinds({ minor, world }: ApiRequest): (typeof HARDWARE_INTERFACES)[number][] {
  return HARDWARE_INTERFACES.filter((name) => {
    const since = sinceOf(name)
    return since <= minor && since <= world.settings.maxMinor
  })
}

function listDrivers(request: ApiRequest): ApiReply {
  const { type, detail, fields } = readArguments(request.args, {
    type: string,
    detail: boolean,
    fields: stringList,
  })
  if (fields !== undefined && detail === true)
    throw badRequest('Can not specify ?detail=True and fields in the same request.')
  if ((detail === true || type !== undefined) && request.minor < 30) throw needsVersion(30)
  checkFields(request, fields, detail === true)
  if (type !== undefined && type !== 'classic' && type !== 'dynamic')
    throw badRequest('"type" filter must be one of "classic" or "dynamic", if specified.')
  const profiles = type === 'classic' ? [] : enabledProfiles(request.world.settings)
  const drivers = profiles.map((profile) => viewDriver(request, profile, { detail: detail === true, fields }))
  return { status: 200, body: { drivers } }
}

function getDriver(request: ApiRequest): ApiReply {
  const { fields } = readArguments(request.args, { fields: stringList })
  checkFields(request, fields, true)
  const name = request.params['driver'] ?? ''
  const profile = profileNamed(request, name)
  if (profile === undefined)
    throw notFound(`Could not find the following driver(s) or hardware type(s): ${name}.`)
  return { status: 200, body: viewDriver(request, profile, { detail: true, fields }) }
}

function checkFields(request: ApiRequest, fields: readonly string[] | undefined, detail: boolean): void {
  if (fields === undefined) return
  if (request.minor < 77) throw notAcceptable()
  const kinds = interfaceKinds(request).sort((one, other) => sinceOf(one) - sinceOf(other))
  const interfaces = kinds.flatMap((name) => [`default_${name}_interface`, `enabled_${name}_interfaces`])
  const unknown = fields.filter((field) => ![...PLAIN_FIELDS, ...interfaces].includes(field))
  if (unknown.length === 0) return
  const [before, after] = [PLAIN_FIELDS.slice(0, 3), PLAIN_FIELDS.slice(3)]
  const known = detail ? PLAIN_FIELDS : [...before, ...interfaces, ...after]
  if (serverHas(request.world, 'portgroupSchemas'))
    throw badRequest(`Schema error: ${pythonRepr(unknown[0])} is not one of ${pythonRepr(known)}`)
  throw invalidFields(unknown)
}

interface DriverViewOptions {
  readonly detail: boolean
  readonly fields: readonly string[] | undefined
}

function viewDriver(
  request: ApiRequest,
  profile: HardwareProfile,
  { detail, fields }: DriverViewOptions,
): JsonObject {
  const { minor, world } = request
  const name = profile.driver
  const whole: JsonObject = {
    name,
    hosts: [world.settings.conductorHost],
    links: linksTo(request, 'drivers', name),
    ...(minor < 14 ? {} : { properties: linksTo(request, 'drivers', `${name}/properties`) }),
    ...(minor < 30 ? {} : { type: 'dynamic' }),
  }
  if (detail)
    for (const kind of interfaceKinds(request)) {
      const enabled = interfacesOf(world.settings, profile, kind)
      whole[`default_${kind}_interface`] = enabled[0]
      whole[`enabled_${kind}_interfaces`] = [...enabled]
    }
  if (fields === undefined) return whole
  // A list with selected fields has no interfaces to select.
  const absent = fields.filter((field) => !Object.hasOwn(whole, field))
  if (absent.length > 0) throw invalidFields(absent)
  const kept = Object.entries(whole).filter(([field]) => field === 'links' || fields.includes(field))
  return Object.fromEntries(kept)
}

function profileNamed({ world }: ApiRequest, name: string): HardwareProfile | undefined {
  return enabledProfiles(world.settings).find((profile) => profile.driver === name)
}

/** Returns the driver of the route, for requests that a conductor with that driver answers. */
export function driverOf(request: ApiRequest): HardwareProfile {
  const name = request.params['driver'] ?? ''
  const profile = profileNamed(request, name)
  if (profile === undefined) throw notFound(`The driver '${name}' is unknown.`)
  return profile
}

function getRaidProperties(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  if (request.minor < 12) throw notAcceptable()
  driverOf(request)
  return { status: 200, body: LOGICAL_DISK_PROPERTIES }
}
