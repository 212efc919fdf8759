import type { FilterRules } from '../../collections/list-filter.js'
import type { NodeField } from './node-schema.js'

/** Which nodes to list. A node must match all given filters. */
export interface NodeFilter {
  readonly instance_uuid?: string | undefined
  /** Exact; microversion 1.104. */
  readonly instance_name?: string | undefined
  readonly chassis_uuid?: string | undefined
  /** Whether the node has an instance. */
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
   * Hostname of the node's conductor; microversion 1.49. The client reads all nodes and filters them itself, since
   * Ironic filters each page after cutting it and then takes a short page for the last one.
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

/** Maps each filter to the field of the same name. */
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
  // An empty text means the nodes in no group.
  mayBeEmpty: ['conductor_group'],
  // Ironic ignores the parent when children are included.
  exclusive: [['include_children', 'parent_node']],
}

/** Returns the filter to send to Ironic, and the conductor to filter by here. */
export function sentFilter(filter: NodeFilter | undefined): {
  readonly sent: NodeFilter | undefined
  readonly conductor: string | undefined
} {
  const { conductor, conductor_group: group } = filter ?? {}
  const sent = typeof group === 'string' ? { ...filter, conductor_group: group.toLowerCase() } : filter
  // An invalid conductor stays in the filter and is refused.
  if (typeof conductor !== 'string' || conductor === '') return { sent, conductor: undefined }
  return { sent: { ...sent, conductor: undefined }, conductor }
}
