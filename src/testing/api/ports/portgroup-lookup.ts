import { badRequest, notFound } from '../../refusals/api-fault.js'
import type { PortgroupRecord, PortRecord } from '../../world/port-record.js'
import { sameText } from '../../world/same-text.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { ApiRequest } from '../framework/api-request.js'
import { isLogicalName } from '../framework/arguments.js'

/** Returns the port group with this UUID or name. */
export function portgroupOf({ world }: ApiRequest, ident: string): PortgroupRecord {
  const { portgroups } = world.store
  if (!isUuidLike(ident) && !isLogicalName(ident))
    throw badRequest(`Expected a logical name or UUID but received ${ident}.`)
  const found = isUuidLike(ident)
    ? portgroups.get(ident)
    : [...portgroups.values()].find(({ name }) => sameText(name, ident))
  if (found === undefined) throw notFound(`Portgroup ${ident} could not be found.`)
  return found
}

/**
 * Returns the node of the path. Ironic finds it only by UUID, and names the wrong resource when it finds
 * none.
 */
export function uuidOfParent({ params, world }: ApiRequest): string {
  const ident = params['node'] ?? ''
  if (!world.store.nodes.has(ident)) throw notFound('Portgroup None could not be found.')
  return ident
}

/**
 * Returns the port with this UUID or name. A name works in every version, even in those that do not show it.
 */
export function portOf({ world }: ApiRequest, ident: string): PortRecord {
  const { ports } = world.store
  const found = isUuidLike(ident)
    ? ports.get(ident)
    : [...ports.values()].find(({ name }) => sameText(name, ident))
  if (found === undefined) throw notFound(`Port ${ident} could not be found.`)
  return found
}
