import type { IronicSimulator, NodeRecord } from 'ironic-driver/testing'

/**
 * The compared fields of a node: everything that instances and operators leave on it, and nothing that Ironic
 * keeps for itself.
 */
export type NodeFacts = Readonly<Record<string, unknown>>

export interface WorldFacts {
  /** By UUID. */
  readonly nodes: Readonly<Record<string, NodeFacts>>
  readonly others: Readonly<Record<string, unknown>>
}

/** A difference between two worlds. */
export interface Difference {
  readonly node: string
  readonly field: string
  readonly was: unknown
  readonly is: unknown
}

const FIELDS: readonly (keyof NodeRecord)[] = [
  'name',
  'provision_state',
  'target_provision_state',
  'power_state',
  'instance_uuid',
  'instance_name',
  'maintenance',
  'maintenance_reason',
  'fault',
  'console_enabled',
  'reservation',
  'owner',
  'lessee',
  'traits',
  'properties',
  'extra',
  'retired',
  'retired_reason',
  'protected',
  'allocation_uuid',
  'description',
  'resource_class',
  'driver_info',
  'network_data',
]

export function worldFacts(simulator: IronicSimulator): WorldFacts {
  const { resources = {} } = simulator.snapshot()
  const rows = (table: string) =>
    Object.entries(resources)
      .find(([name]) => name === table)?.[1]
      .map(withoutIds) ?? []
  return {
    nodes: Object.fromEntries(
      simulator.nodes.map((node) => {
        const { uuid, now } = node
        const facts = Object.fromEntries(FIELDS.map((field) => [field, now[field]]))
        const ports = [...node.ports, ...node.portgroups]
        return [
          uuid,
          {
            ...facts,
            instance_info: instanceInfo(now),
            vifs: ports.map(({ internal_info, extra }) => ({ ...internal_info, ...extra })),
            port_addresses: ports.map(({ address }) => address),
            volume_targets: rows('volume_target').filter(({ node_uuid }) => node_uuid === uuid),
            hardware_power: node.hardwarePower,
          },
        ]
      }),
    ),
    others: { allocation: rows('allocation'), vif: rows('vif') },
  }
}

type Row = Readonly<Record<string, unknown>>

/** Returns a row without its number and without ids that the driver generates for each. */
function withoutIds(row: Row): Row {
  const { id: _, uuid: __, links: ___, ...rest } = row
  return { ...rest, ...('volume_id' in row ? {} : { uuid: row['uuid'] }) }
}

/**
 * Returns instance_info as compared. A config drive holds the time of its creation. Ironic keeps the hash of
 * a rescue password, and fake-hardware never removes the password.
 */
function instanceInfo({ driver, instance_info }: Pick<NodeRecord, 'driver' | 'instance_info'>): Row {
  const { hashed_rescue_password: _, rescue_password: password, ...rest } = instance_info
  const info =
    password === undefined || driver === 'fake-hardware' ? rest : { ...rest, rescue_password: password }
  return 'configdrive' in info ? { ...info, configdrive: 'a config drive' } : info
}

export function differences(before: WorldFacts, after: WorldFacts): readonly Difference[] {
  const found: Difference[] = []
  const add = (node: string, was: Row = {}, is: Row = {}) => {
    for (const field of new Set([...Object.keys(was), ...Object.keys(is)]))
      if (!isSame(was[field], is[field])) found.push({ node, field, was: was[field], is: is[field] })
  }
  for (const uuid of new Set([...Object.keys(before.nodes), ...Object.keys(after.nodes)])) {
    const [was, is] = [before.nodes[uuid], after.nodes[uuid]]
    if (was === undefined || is === undefined) found.push({ node: uuid, field: 'node', was, is })
    else add(uuid, was, is)
  }
  add('', before.others, after.others)
  return found
}

/** Returns the facts without the traits in `instance_info`, which an allocation and a spawn both write. */
export function withoutTraits({ nodes, others }: WorldFacts): WorldFacts {
  const facts = Object.entries(nodes).map(([uuid, node]) => {
    const { traits: _, ...info } = node['instance_info'] as Row
    return [uuid, { ...node, instance_info: info }]
  })
  return { nodes: Object.fromEntries(facts) as WorldFacts['nodes'], others }
}

/** Returns whether two worlds are equal when similar nodes may change places. */
export function sameButForPlaces(one: WorldFacts, other: WorldFacts): boolean {
  return isSame(withoutPlaces(one), withoutPlaces(other))
}

/**
 * Returns the world in which the node was chosen without an allocation: when Ironic's own was removed
 * meanwhile, a spawn picks a node from a list.
 */
export function unallocated({ nodes, others }: WorldFacts): WorldFacts {
  const facts = Object.entries(nodes).map(([uuid, node]) => [uuid, { ...node, allocation_uuid: null }])
  return { nodes: Object.fromEntries(facts) as WorldFacts['nodes'], others: { ...others, allocation: [] } }
}

function withoutPlaces({ nodes, others }: WorldFacts): unknown {
  const anonymous = Object.values(nodes).map(({ name: _, port_addresses: __, ...facts }) =>
    stable(facts).replaceAll(UUID_OF_NODE, ''),
  )
  return [anonymous.sort(), stable(others).replaceAll(UUID_OF_NODE, '')]
}

const UUID_OF_NODE = /"(node_uuid|binding_host_id)":"[0-9a-f-]+",?/g

function isSame(one: unknown, other: unknown): boolean {
  return stable(one) === stable(other)
}

/** Returns JSON with sorted keys. */
export function stable(value: unknown): string {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  ) as string | undefined
  return text ?? 'undefined'
}
