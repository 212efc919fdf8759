import type { Node } from '../../../client/resources/node/node-schema.js'
import type { PortGroup } from '../../../client/resources/port-groups.js'
import type { Port } from '../../../client/resources/ports.js'
import { isHidden } from '../../../states/hidden-values.js'
import { sameId } from '../../../states/same-id.js'
import type { WantedMachine, WantedPort, WantedPortGroup } from './wanted-machine.js'

/** The fields of a node that are read to identify it and to find what it lacks. */
export type KnownNode = Pick<Node, 'uuid' | 'name' | 'provision_state'> & Partial<Node>

/** A machine as it is in Ironic. */
export interface KnownMachine {
  readonly node: KnownNode
  readonly ports: readonly Port[]
  readonly portGroups: readonly PortGroup[]
}

/** The requested resources that a machine lacks. */
export interface EnrollPlan {
  readonly portGroups: readonly WantedPortGroup[]
  readonly ports: readonly WantedPort[]
  readonly traits: readonly string[]
}

/** A field that differs from the request. Values that may hold credentials are left out. */
export interface NodeDifference {
  /** Such as `resource_class`, `properties.cpus` or `ports.52:54:00:12:34:56.pxe_enabled`. */
  readonly field: string
  readonly wanted?: unknown
  readonly found?: unknown
}

/** Plans the additions to a machine; what exists is never changed. */
export function planEnroll(wanted: WantedMachine, known: KnownMachine): EnrollPlan {
  return {
    portGroups: wanted.portGroups.filter((group) => findPortGroup(known, group) === undefined),
    ports: wanted.ports.filter(({ port }) => findPort(known, port.address) === undefined),
    traits: wanted.traits.filter((trait) => known.node.traits?.includes(trait) !== true),
  }
}

/** Finds the node's port group that matches a requested one. */
export function findPortGroup(
  { portGroups }: Pick<KnownMachine, 'portGroups'>,
  { uuid, name, address }: WantedPortGroup,
): PortGroup | undefined {
  return (
    portGroups.find((one) => sameId(one.uuid, uuid)) ??
    portGroups.find((one) => name !== undefined && one.name === name) ??
    portGroups.find((one) => address !== undefined && one.address === address)
  )
}

/** Returns where an existing node differs from the request. Fields that Ironic masks cannot be compared. */
export function differencesOf(wanted: WantedMachine, known: KnownMachine): readonly NodeDifference[] {
  const { portGroups } = known
  return [
    ...differences('', wanted.node, known.node),
    ...wanted.portGroups.flatMap((group) => {
      const found = findPortGroup(known, group)
      const name = group.name ?? group.address ?? group.uuid ?? ''
      return found === undefined ? [] : differences(`portgroups.${name}.`, group, found)
    }),
    ...wanted.ports.flatMap(({ port, group }) => {
      const found = findPort(known, port.address)
      if (found === undefined) return []
      const portgroup_uuid = group && findPortGroup({ portGroups }, group)?.uuid
      const asked = portgroup_uuid === undefined ? port : { ...port, portgroup_uuid }
      return differences(`ports.${port.address}.`, asked, found)
    }),
  ]
}

function findPort({ ports }: KnownMachine, address: string): Port | undefined {
  return ports.find((one) => one.address.toLowerCase() === address)
}

/** Fields to compare key by key, because Ironic and its drivers add keys of their own. */
const OBJECTS = ['driver_info', 'properties', 'extra', 'instance_info', 'local_link_connection']
/** Fields that may hold credentials. */
const HIDDEN = ['driver_info', 'instance_info']
const MASKED = '******'
const UUID_LENGTH = 36

/** Returns the fields of a resource that differ from the request, each with the prefix. */
export function differences(prefix: string, wanted: object, found: object): readonly NodeDifference[] {
  const there = found as Readonly<Record<string, unknown>>
  return Object.entries(wanted).flatMap(([field, value]: [string, unknown]) => {
    const seen = there[field]
    // Ironic accepts a parent by name too, and shows its UUID.
    if (field === 'parent_node' && String(value).length !== UUID_LENGTH) return []
    if (!OBJECTS.includes(field))
      return isSame(value, seen) || isSameId(field, value, seen)
        ? []
        : [{ field: prefix + field, wanted: value, found: seen }]
    // Fields that the login may not see cannot be compared.
    if (isHidden(seen)) return []
    const [asked, held] = [value as object, (seen ?? {}) as Readonly<Record<string, unknown>>]
    return Object.entries(asked).flatMap(([key, one]: [string, unknown]) => {
      if (isSame(one, held[key])) return []
      const name = `${prefix}${field}.${key}`
      return [HIDDEN.includes(field) ? { field: name } : { field: name, wanted: one, found: held[key] }]
    })
  })
}

/** Compares ids ignoring case, because Ironic keeps the case of the first request. */
function isSameId(field: string, wanted: unknown, found: unknown): boolean {
  return (
    /(^|_)uuid$/.test(field) &&
    typeof wanted === 'string' &&
    typeof found === 'string' &&
    sameId(wanted, found)
  )
}

/** Returns whether a value is as requested, as far as Ironic shows it. */
function isSame(wanted: unknown, found: unknown): boolean {
  if (found === MASKED || wanted === found) return true
  if (typeof wanted !== 'object' || typeof found !== 'object' || wanted === null || found === null)
    return false
  const [keys, others] = [Object.keys(wanted), Object.keys(found)]
  return (
    keys.length === others.length &&
    Array.isArray(wanted) === Array.isArray(found) &&
    keys.every((key) => isSame(valueAt(wanted, key), valueAt(found, key)))
  )
}

function valueAt(object: object, key: string): unknown {
  return (object as Readonly<Record<string, unknown>>)[key]
}
