import type { Enrollment, NodeToEnroll, PortToEnroll } from './machine-to-enroll.js'

type Path = readonly (string | number)[]

/** A value that must be unique among resources, and its path. */
export interface Identity {
  readonly path: Path
  /** Such as `address 52:54:00:12:34:56`. */
  readonly subject: string
}

/** Returns whether a machine has an identifier by which a repeated enrollment finds it. */
export function isIdentified(node: NodeToEnroll): boolean {
  return node.uuid != null || node.name != null || portsOf(node).length > 0
}

/** Returns all ports of a machine with their paths, including those of its port groups. */
export function portsOf({ ports, portgroups }: NodeToEnroll): readonly (readonly [Path, PortToEnroll])[] {
  const within = (portgroups ?? []).flatMap((group, index) =>
    (group.ports ?? []).map((port, at) => [['portgroups', index, 'ports', at], port] as const),
  )
  return [...within, ...(ports ?? []).map((port, at) => [['ports', at], port] as const)]
}

/** Returns the unique values of a machine and its ports. */
export function identitiesOf(node: NodeToEnroll, within: Path = []): readonly Identity[] {
  return [
    ...named(within, { uuid: node.uuid, name: node.name }, ''),
    ...portsOf(node).flatMap(([path, { uuid, name, address }]) =>
      named([...within, ...path], { uuid, name, address }, 'port '),
    ),
    ...(node.portgroups ?? []).flatMap(({ uuid, name, address }, index) =>
      named([...within, 'portgroups', index], { uuid, name, address }, 'port group '),
    ),
  ]
}

/** Returns the unique values of all machines and chassis of an enrollment. */
export function allIdentities({ chassis, nodes }: Enrollment): readonly Identity[] {
  const all = (list: readonly NodeToEnroll[] | null | undefined, within: Path) =>
    (list ?? []).flatMap((node, index) => identitiesOf(node, [...within, 'nodes', index]))
  return [
    ...(chassis ?? []).flatMap(({ uuid, description, nodes: held }, index) => [
      ...named(['chassis', index], uuid == null ? { description } : { uuid }, 'chassis '),
      ...all(held, ['chassis', index]),
    ]),
    ...all(nodes, []),
  ]
}

/** Returns the identities that occur a second time. */
export function repeatedAmong(identities: readonly Identity[]): readonly Identity[] {
  const seen = new Set<string>()
  return identities.filter(({ subject }) => seen.size === seen.add(subject).size)
}

function named(
  path: Path,
  values: Readonly<Record<string, string | null | undefined>>,
  owner: string,
): readonly Identity[] {
  return Object.entries(values).flatMap(([key, value]) => {
    if (value == null) return []
    // The database of Ironic commonly treats names that differ only in case as equal.
    const same = key === 'name' ? value.toLowerCase() : value
    return [{ path: [...path, key], subject: `${owner}${key} ${same}` }]
  })
}
