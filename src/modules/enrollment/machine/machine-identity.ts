import type { Enrollment, NodeToEnroll, PortToEnroll } from './machine-to-enroll.js'

type Path = readonly (string | number)[]

/** Something that only one resource can have, and where it stands. */
export interface Identity {
  readonly path: Path
  /** Such as `address 52:54:00:12:34:56`. */
  readonly subject: string
}

/** Whether there is anything by which a machine is found when it is enrolled again. */
export function isIdentified(node: NodeToEnroll): boolean {
  return node.uuid != null || node.name != null || portsOf(node).length > 0
}

/** All ports of a machine with their paths, those of its port groups included. */
export function portsOf({ ports, portgroups }: NodeToEnroll): readonly (readonly [Path, PortToEnroll])[] {
  const within = (portgroups ?? []).flatMap((group, index) =>
    (group.ports ?? []).map((port, at) => [['portgroups', index, 'ports', at], port] as const),
  )
  return [...within, ...(ports ?? []).map((port, at) => [['ports', at], port] as const)]
}

/** What a machine and its ports have alone. */
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

/** What all machines and chassis of an enrollment have alone. */
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

/** Those that stand there for a second time. */
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
    // The database of an Ironic commonly takes names that differ in case alone for the same.
    const same = key === 'name' ? value.toLowerCase() : value
    return [{ path: [...path, key], subject: `${owner}${key} ${same}` }]
  })
}
