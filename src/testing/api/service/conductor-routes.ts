import { enabledProfiles } from '../../hardware/enabled-hardware.js'
import type { JsonObject } from '../../json/json-value.js'
import { badRequest, invalidFields, notFound } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, linksTo, requireApi } from '../framework/api-request.js'
import { boolean, readArguments, string, stringList } from '../framework/arguments.js'
import { pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import { sortKeyRefusal, pickedFields } from '../framework/resource-fields.js'
import { type Route, withFieldsInPath } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/conductor.py` */
export const CONDUCTOR_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/conductors', handle: listConductors },
  ...withFieldsInPath({ method: 'GET', path: '/v1/conductors/{conductor}', handle: getConductor }),
]

const FIELDS = ['alive', 'conductor_group', 'created_at', 'drivers', 'hostname', 'links', 'updated_at']
const LIST_FIELDS = ['hostname', 'conductor_group', 'alive']
const UNSORTABLE = ['alive', 'drivers']

function listConductors(request: ApiRequest): ApiReply {
  if (serverHas(request.world, 'portgroupSchemas')) requireApi(request, 49)
  const { fields, detail, ...paging } = readArguments(request.args, {
    ...PAGING_ARGUMENTS,
    marker: string,
    fields: stringList,
    detail: boolean,
  })
  requireApi(request, 49)
  checkFields(request, fields)
  const picked = pickedFields(request, fields, detail, LIST_FIELDS)
  const { sortKey, marker } = pageOrder(request, paging)
  if (UNSORTABLE.includes(sortKey) || (sortKey !== 'id' && !FIELDS.includes(sortKey)))
    throw badRequest(sortKeyRefusal(sortKey, UNSORTABLE))
  if (marker !== undefined) requireConductor(request, marker)
  return { status: 200, body: { conductors: marker === undefined ? [viewConductor(request, picked)] : [] } }
}

function getConductor(request: ApiRequest): ApiReply {
  requireApi(request, 49)
  const { fields } = readArguments(request.args, { fields: stringList })
  checkFields(request, fields)
  requireConductor(request, request.params['conductor'] ?? '')
  return { status: 200, body: viewConductor(request, fields) }
}

function requireConductor({ world }: ApiRequest, host: string): void {
  if (host !== world.settings.conductorHost) throw notFound(`Conductor ${host} could not be found.`)
}

function checkFields({ world }: ApiRequest, fields: readonly string[] | undefined): void {
  const unknown = (fields ?? []).filter((field) => !FIELDS.includes(field))
  if (unknown.length === 0) return
  if (serverHas(world, 'portgroupSchemas'))
    throw badRequest(`Schema error: ${pythonRepr(unknown[0])} is not one of ${pythonRepr(FIELDS)}`)
  throw invalidFields(unknown)
}

/** Returns the only conductor. It is as old as the world, and alive. */
function viewConductor(request: ApiRequest, picked: readonly string[] | undefined): JsonObject {
  const { world } = request
  const { conductorHost } = world.settings
  const whole: JsonObject = {
    created_at: world.startedAt,
    updated_at: world.timeText(),
    hostname: conductorHost,
    conductor_group: world.settings.conductorGroup ?? '',
    drivers: enabledProfiles(world.settings).map(({ driver }) => driver),
    links: linksTo(request, 'conductors', conductorHost),
    alive: true,
  }
  const kept = Object.entries(whole).filter(
    ([field]) => picked === undefined || field === 'links' || picked.includes(field),
  )
  return Object.fromEntries(kept)
}
