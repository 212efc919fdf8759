import {
  NODE_CREATE_FIELDS,
  NODE_FIELD_SINCE,
  NODE_FIELDS,
  NODE_PATCH_FIELDS,
} from '../../../src/testing/api/nodes/node-fields.js'
import {
  PORT_FIELDS,
  PORT_SCHEMAS,
  PORTGROUP_FIELDS,
  PORTGROUP_SCHEMAS,
} from '../../../src/testing/api/ports/port-fields.js'
import type { JsonValue } from '../comparison/json-value.js'
import { given, post, type Step } from '../replies/conversation.js'
import { aNode, aPort, aPortgroup } from '../replies/conversations/given-nodes.js'

export interface SweptResource {
  readonly name: string
  /** Such as `/v1/nodes`. */
  readonly collection: string
  /** The minor version that introduced it. */
  readonly since: number
  /** The minor version that introduced each field that is newer than the resource. */
  readonly fieldSince: Readonly<Record<string, number>>
  /** Requests that must run first. One of the resource is called "it". */
  readonly given: readonly Step[]
  /** The body of another resource; `{n}` differs each time. */
  readonly another: Readonly<Record<string, JsonValue>>
  readonly fields: readonly string[]
  /** The filters of its lists, besides those of every list. */
  readonly filters: readonly string[]
}

const all = (...lists: readonly (readonly string[])[]) => [...new Set(lists.flat()), 'wheels', 'id']

const steps = [{ interface: 'bios', step: 'factory_reset', args: {}, priority: 1 }]
const orderedSteps = [{ interface: 'bios', step: 'factory_reset', args: {}, order: 1 }]

/** All resources that can be created, changed and listed. */
export const sweptResources: readonly SweptResource[] = [
  {
    name: 'node',
    collection: '/v1/nodes',
    since: 1,
    fieldSince: NODE_FIELD_SINCE,
    given: [aNode('it'), aNode('other')],
    another: { driver: 'fake-hardware' },
    fields: all(NODE_FIELDS, NODE_CREATE_FIELDS, NODE_PATCH_FIELDS),
    filters: [
      ...[
        'chassis_uuid',
        'instance_uuid',
        'associated',
        'maintenance',
        'retired',
        'provision_state',
        'driver',
      ],
      ...[
        'resource_class',
        'fault',
        'conductor_group',
        'conductor',
        'owner',
        'description_contains',
        'lessee',
      ],
      ...['project', 'shard', 'sharded', 'include_children', 'parent_node', 'instance_name', 'name', 'uuid'],
    ],
  },
  {
    name: 'port',
    collection: '/v1/ports',
    since: 1,
    fieldSince: PORT_FIELDS,
    given: [aNode('web'), aNode('db'), aPort('it', 'web', '01')],
    another: { node_uuid: '{id:web}', address: '{mac}:{n}' },
    fields: all(Object.keys(PORT_FIELDS), Object.keys(PORT_SCHEMAS)),
    filters: [
      'node',
      'node_uuid',
      'address',
      'portgroup',
      'shard',
      'description_contains',
      'conductor_groups',
    ],
  },
  {
    name: 'portgroup',
    collection: '/v1/portgroups',
    since: 23,
    fieldSince: PORTGROUP_FIELDS,
    given: [aNode('web'), aNode('db'), aPortgroup('it', 'web')],
    another: { node_uuid: '{id:web}' },
    fields: all(Object.keys(PORTGROUP_FIELDS), Object.keys(PORTGROUP_SCHEMAS)),
    filters: ['node', 'address', 'shard', 'conductor_groups'],
  },
  {
    name: 'chassis',
    collection: '/v1/chassis',
    since: 1,
    fieldSince: {},
    given: [given(post('/v1/chassis', { uuid: '{id:it}', description: '{run}' }))],
    another: { description: '{run}' },
    fields: all(['uuid', 'description', 'extra', 'nodes', 'created_at', 'links']),
    filters: [],
  },
  {
    name: 'allocation',
    collection: '/v1/allocations',
    since: 52,
    fieldSince: { owner: 60, node: 58 },
    given: [given(post('/v1/allocations', { uuid: '{id:it}', name: '{run}-it', resource_class: '{run}' }))],
    another: { resource_class: '{run}' },
    fields: all([
      ...['uuid', 'name', 'resource_class', 'traits', 'candidate_nodes', 'extra', 'owner', 'node'],
      ...['state', 'last_error', 'node_uuid', 'created_at'],
    ]),
    filters: ['node', 'resource_class', 'state', 'owner'],
  },
  {
    name: 'deploy template',
    collection: '/v1/deploy_templates',
    since: 55,
    fieldSince: {},
    given: [given(post('/v1/deploy_templates', { uuid: '{id:it}', name: 'CUSTOM_{RUN}_IT', steps }))],
    another: { name: 'CUSTOM_{RUN}_{N}', steps },
    fields: all(['uuid', 'name', 'steps', 'extra', 'description', 'created_at']),
    filters: ['name'],
  },
  {
    name: 'runbook',
    collection: '/v1/runbooks',
    since: 92,
    fieldSince: { description: 112, traits: 112 },
    given: [given(post('/v1/runbooks', { uuid: '{id:it}', name: 'CUSTOM_{RUN}_IT', steps: orderedSteps }))],
    another: { name: 'CUSTOM_{RUN}_{N}', steps: orderedSteps },
    fields: all([
      'uuid',
      'name',
      'steps',
      'extra',
      'description',
      'public',
      'owner',
      'disable_ramdisk',
      'traits',
    ]),
    filters: ['owner', 'public'],
  },
  {
    name: 'volume connector',
    collection: '/v1/volume/connectors',
    since: 32,
    fieldSince: {},
    given: [
      aNode('web'),
      given(
        post('/v1/volume/connectors', {
          uuid: '{id:it}',
          node_uuid: '{id:web}',
          type: 'iqn',
          connector_id: '{run}-it',
        }),
      ),
    ],
    another: { node_uuid: '{id:web}', type: 'iqn', connector_id: '{run}-{n}' },
    fields: all(['uuid', 'node_uuid', 'type', 'connector_id', 'extra', 'created_at']),
    filters: ['node'],
  },
  {
    name: 'volume target',
    collection: '/v1/volume/targets',
    since: 32,
    fieldSince: {},
    given: [
      aNode('web'),
      given(
        post('/v1/volume/targets', {
          uuid: '{id:it}',
          node_uuid: '{id:web}',
          volume_type: 'iscsi',
          boot_index: 0,
          volume_id: '{run}-it',
        }),
      ),
    ],
    another: { node_uuid: '{id:web}', volume_type: 'iscsi', boot_index: '{n}', volume_id: '{run}-{n}' },
    fields: all(['uuid', 'node_uuid', 'volume_type', 'boot_index', 'volume_id', 'properties', 'extra']),
    filters: ['node'],
  },
]
