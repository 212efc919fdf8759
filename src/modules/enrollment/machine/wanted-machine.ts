import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { Need } from '../../../client/requests/missing-feature.js'
import { nodeSchema } from '../../../client/resources/node/node-schema.js'
import type { NewNode } from '../../../client/resources/node/nodes.js'
import { portGroups as portGroupDefinition } from '../../../client/resources/port-groups.js'
import { ports as portDefinition } from '../../../client/resources/ports.js'
import type { NodeToEnroll, PortGroupToEnroll, PortToEnroll } from './machine-to-enroll.js'

type Given<Fields> = { readonly [Field in keyof Fields]: Exclude<Fields[Field], null | undefined> }

/** A requested port group. */
export type WantedPortGroup = Given<Omit<PortGroupToEnroll, 'ports' | 'node_uuid'>>

/** A requested port, and the requested port group that it belongs to. */
export interface WantedPort {
  readonly port: Given<Omit<PortToEnroll, 'node_uuid'>>
  readonly group: WantedPortGroup | undefined
}

/** A requested machine, as the requests to each collection of Ironic, without omitted fields. */
export interface WantedMachine {
  readonly node: NewNode
  readonly traits: readonly string[]
  readonly portGroups: readonly WantedPortGroup[]
  /** Those in port groups first. */
  readonly ports: readonly WantedPort[]
}

export function wantedMachine({ traits, ports, portgroups, ...fields }: NodeToEnroll): WantedMachine {
  const group = fields.conductor_group?.toLowerCase()
  const node: NewNode = { ...given(fields), ...(group === undefined ? {} : { conductor_group: group }) }
  const portGroups: WantedPortGroup[] = []
  const wanted: WantedPort[] = []
  for (const { ports: members, node_uuid: _, ...rest } of portgroups ?? []) {
    const portGroup = given(rest)
    portGroups.push(portGroup)
    for (const port of members ?? []) wanted.push({ port: wantedPort(port), group: portGroup })
  }
  for (const port of ports ?? []) wanted.push({ port: wantedPort(port), group: undefined })
  return { node, traits: [...new Set(traits)], portGroups, ports: wanted }
}

/** Returns the label of a machine: its name, its UUID, or its first address. */
export function machineLabel({ name, uuid, ports, portgroups }: NodeToEnroll): string {
  const [first] = [...(portgroups ?? []).flatMap((group) => group.ports ?? []), ...(ports ?? [])]
  return name ?? uuid ?? first?.address ?? 'a machine without a name'
}

/** Returns the microversions that a machine needs, so that a missing one is found before the start. */
export function neededByMachine({ node, traits, portGroups, ports }: WantedMachine): readonly Need[] {
  const fieldsOf = (list: readonly object[]) => [...new Set(list.flatMap((one) => Object.keys(one)))]
  return [
    'node_fields',
    ...nodeSchema.needs(Object.keys(node)),
    ...(traits.length > 0 ? ['node_traits' as const] : []),
    ...(portGroups.length > 0 ? ['port_groups' as const] : []),
    ...portGroupDefinition.schema.needs(fieldsOf(portGroups)),
    ...portDefinition.schema.needs(fieldsOf(ports.map(({ port }) => port))),
  ]
}

function wantedPort({ node_uuid: _, ...fields }: PortToEnroll): WantedPort['port'] {
  const port = given(fields)
  const { local_link_connection: link } = port
  return link === undefined ? port : { ...port, local_link_connection: wantedLink(link) }
}

/** Lower-cases the address of a switch, as Ironic does. */
function wantedLink(link: FreeForm): FreeForm {
  const { switch_id } = link
  return typeof switch_id === 'string' ? { ...link, switch_id: switch_id.toLowerCase() } : link
}

/** Removes omitted and null fields. */
function given<Fields extends object>(fields: Fields): Given<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value != null)) as Given<Fields>
}
