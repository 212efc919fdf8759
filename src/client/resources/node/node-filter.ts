import type { FilterRules } from '../../collections/list-filter.js'
import type { NodeField } from './node-schema.js'

/** Which nodes a list shows. All that are given must fit. */
export interface NodeFilter {
  readonly instance_uuid?: string | undefined
  /** Exact; microversion 1.104. */
  readonly instance_name?: string | undefined
  readonly chassis_uuid?: string | undefined
  /** Whether an instance is on the node. */
  readonly associated?: boolean | undefined
  readonly maintenance?: boolean | undefined
  readonly provision_state?: string | undefined
  readonly driver?: string | undefined
  readonly resource_class?: string | undefined
  /** Microversion 1.42. */
  readonly fault?: string | undefined
  /** Microversion 1.46; Ironic stores it in lower case. */
  readonly conductor_group?: string | undefined
  /**
   * Hostname of the conductor that looks after the node; microversion 1.49. All nodes are read for it and looked at
   * here, since Ironic looks at each page only once it is cut and then takes a short one for the last.
   */
  readonly conductor?: string | undefined
  /** Microversion 1.50. */
  readonly owner?: string | undefined
  /** A part of the description; microversion 1.51. */
  readonly description_contains?: string | undefined
  /** Microversion 1.61. */
  readonly retired?: boolean | undefined
  /** Microversion 1.65. */
  readonly lessee?: string | undefined
  /** Owner or lessee; microversion 1.65. */
  readonly project?: string | undefined
  /** Any of these; microversion 1.82. */
  readonly shard?: readonly string[] | undefined
  /** Whether it is in a shard; microversion 1.82. */
  readonly sharded?: boolean | undefined
  /** Microversion 1.83: without it, nodes that have a parent are left out. */
  readonly include_children?: boolean | undefined
  /** UUID of the parent; microversion 1.83. */
  readonly parent_node?: string | undefined
}

/** A field of the node by the name of the filter. */
function fieldsOf(...fields: readonly (keyof NodeFilter & NodeField)[]) {
  return Object.fromEntries(fields.map((field) => [field, field]))
}

export const NODE_FILTER_RULES: FilterRules = {
  needs: {
    driver: { since: '1.16', what: 'filtering nodes by driver' },
    resource_class: { since: '1.21', what: 'filtering nodes by resource class' },
    fault: 'node_fault',
    conductor_group: 'conductor_groups',
    conductor: 'conductors',
    owner: 'node_owner',
    description_contains: { since: '1.51', what: 'filtering nodes by description' },
    retired: 'retired',
    lessee: 'lessee',
    project: { since: '1.65', what: 'filtering nodes by project' },
    shard: 'shards',
    sharded: 'shards',
    include_children: 'child_nodes',
    parent_node: 'child_nodes',
    instance_name: { since: '1.104', what: 'filtering nodes by the name of the instance' },
  },
  shown: {
    ...fieldsOf(
      'instance_uuid',
      'instance_name',
      'chassis_uuid',
      'maintenance',
      'provision_state',
      'driver',
      'resource_class',
      'fault',
      'conductor_group',
      'owner',
      'retired',
      'lessee',
      'shard',
      'parent_node',
    ),
  },
  // The nodes in no group.
  mayBeEmpty: ['conductor_group'],
  // Ironic heeds no parent where children are included.
  exclusive: [['include_children', 'parent_node']],
}

/** The filter as Ironic takes it, and the conductor that is looked for here. */
export function sentFilter(filter: NodeFilter | undefined): {
  readonly sent: NodeFilter | undefined
  readonly conductor: string | undefined
} {
  const { conductor, conductor_group: group } = filter ?? {}
  const sent = typeof group === 'string' ? { ...filter, conductor_group: group.toLowerCase() } : filter
  // One that is no name stays, and is refused.
  if (typeof conductor !== 'string' || conductor === '') return { sent, conductor: undefined }
  return { sent: { ...sent, conductor: undefined }, conductor }
}
