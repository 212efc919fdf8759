import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest, conflict, noSuchRoute } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { type PortgroupRecord } from '../../world/port-record.js'
import { sameText } from '../../world/same-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { type ApiRequest, requireApi } from '../framework/api-request.js'
import { isLogicalName, stringList } from '../framework/arguments.js'
import { requireIdent, requireTexts } from '../framework/query-schema.js'
import { PORTGROUP_ASKED_FIELDS, PORTGROUP_FIELDS } from './port-fields.js'

/** Refuses versions without port groups. Older servers do so before they look one up. */
export function requireVersion(request: ApiRequest): void {
  const isOld = request.minor < 23 && !serverHas(request.world, 'portgroupSchemas')
  if (isOld && (request.params['portgroup'] !== undefined || request.path.endsWith('/detail')))
    throw noSuchRoute()
  requireApi(request, 23)
}

export const askedFields = ({ world }: ApiRequest) =>
  serverHas(world, 'portgroupSchemas') ? PORTGROUP_ASKED_FIELDS : PORTGROUP_FIELDS

/** The field names of the schema, in its order. */
const SCHEMA_FIELDS = [...Object.keys(PORTGROUP_FIELDS), 'links'].sort()

export function checkQuery(request: ApiRequest): void {
  if (!serverHas(request.world, 'portgroupSchemas')) return
  const { fields, sort_dir: direction, marker, address, node } = request.args
  const refuse = (value: unknown, text: string) => badRequest(`Schema error: '${String(value)}' ${text}`)
  requireTexts(request.args, ['marker', 'sort_key', 'sort_dir', 'address'])
  requireIdent(node)
  if (typeof fields === 'string' || Array.isArray(fields))
    for (const field of stringList('fields', fields))
      if (!SCHEMA_FIELDS.includes(field)) throw refuse(field, `is not one of ${pythonRepr(SCHEMA_FIELDS)}`)
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    throw refuse(direction, "is not one of ['asc', 'desc']")
  if (typeof marker === 'string' && !isUuidLike(marker)) throw refuse(marker, "is not a 'uuid'")
  if (typeof address === 'string' && !/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
    throw refuse(address, "is not a 'mac-address'")
}

export function requireName(name: JsonValue | undefined, refusal: string): void {
  if (
    typeof name === 'number' ||
    isJsonObject(name) ||
    (typeof name === 'string' && name !== '' && !isLogicalName(name))
  )
    throw badRequest(refusal)
}

export function requireUnused({ world }: ApiRequest, given: JsonObject, but?: PortgroupRecord): void {
  const { uuid: wanted, name, address } = given
  if (typeof wanted === 'string' && but === undefined && world.store.portgroups.has(wanted))
    throw conflict(`A portgroup with UUID ${wanted} already exists.`)
  for (const group of world.store.portgroups.values()) {
    if (group === but) continue
    if (typeof name === 'string' && sameText(group.name, name))
      throw conflict(`A portgroup with name ${name} already exists.`)
    if (typeof address === 'string' && sameText(group.address, address))
      throw conflict(`A portgroup with MAC address ${address} already exists.`)
  }
}

export function hasPorts(
  ports: readonly { portgroup_uuid: string | null }[],
  { uuid: group }: PortgroupRecord,
): boolean {
  return ports.some((port) => port.portgroup_uuid === group)
}
