import { requireLock } from '../../conductor/task/task.js'
import { isJsonObject, type JsonObject } from '../../json/json-value.js'
import { isAllowed } from '../../policy/require-rule.js'
import { isOnListedNode } from '../../policy/visible-nodes.js'
import { ApiFault, badRequest, conflict, invalidState, nodeNotFound } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import {
  type ApiReply,
  type ApiRequest,
  linkedNode,
  linksTo,
  nodeOf,
  requireApi,
} from '../framework/api-request.js'
import { refuseArguments, uuidOrName } from '../framework/arguments.js'
import { type PatchOperation, patchValues, readPatch } from '../framework/json-patch.js'
import { maskSecrets } from '../framework/masked-secrets.js'
import { refusalBelow } from '../framework/misplaced-request.js'
import type { Route } from '../framework/route.js'
import { findResource, requireKind, type ResourceKind, tableOf } from './resource-kind.js'
import { listResources, readResource, resourceRoutes, type ResourceFilters } from './resource-routes.js'

const CONNECTOR: ResourceKind = {
  table: 'volume_connector',
  path: 'volume/connectors',
  collection: 'connectors',
  noun: 'Volume connector',
  about: 'connector',
  named: false,
  since: 32,
  tooOld: '',
  fields: {
    uuid: 1,
    created_at: 1,
    updated_at: 1,
    connector_id: 1,
    extra: 1,
    node_uuid: 1,
    type: 1,
  },
  listFields: ['uuid', 'node_uuid', 'type', 'connector_id'],
  unsortable: ['extra'],
  computed: ['node_uuid'],
  routeSchemas: 'query',
  alwaysInDetail: true,
  schemas: {
    connector_id: { kind: 'text', needed: true },
    extra: { kind: 'object' },
    node_uuid: { kind: 'uuid', needed: true },
    type: { kind: 'text', needed: true },
    uuid: { kind: 'uuid' },
  },
  needed: ['connector_id', 'node_uuid', 'type'],
  patchable: ['connector_id', 'extra', 'node_uuid', 'type'],
  checkPatch: checkNodeLink,
  empty: { extra: {} },
  allow: (request, given, before) => {
    requireNode(request, given)
    if (before !== undefined) requireOff(request, given, 'volume connector update')
    const { type, connector_id: id } = given
    for (const other of tableOf(request, CONNECTOR).values())
      if (other !== before && other['type'] === type && other['connector_id'] === id)
        throw conflict(
          `A volume connector with type ${pythonText(type)} and connector ID ${pythonText(id)} already exists.`,
        )
  },
  allowDeletion: (request, record) => requireDeletable(request, record, 'volume connector deletion'),
}

const REDACTED_PROPERTIES = {
  redacted_contents:
    '** Value redacted: Requires permission baremetal:volume:view_target_properties access. Permission denied. **',
}

const TARGET: ResourceKind = {
  table: 'volume_target',
  path: 'volume/targets',
  collection: 'targets',
  noun: 'Volume target',
  about: 'target',
  named: false,
  since: 32,
  tooOld: '',
  fields: {
    uuid: 1,
    created_at: 1,
    updated_at: 1,
    boot_index: 1,
    extra: 1,
    node_uuid: 1,
    properties: 1,
    volume_id: 1,
    volume_type: 1,
  },
  listFields: ['uuid', 'node_uuid', 'volume_type', 'boot_index', 'volume_id'],
  unsortable: ['extra', 'properties'],
  computed: ['node_uuid'],
  routeSchemas: 'query',
  alwaysInDetail: true,
  schemas: {
    boot_index: { kind: 'integer', needed: true },
    extra: { kind: 'object' },
    node_uuid: { kind: 'uuid', needed: true },
    properties: { kind: 'object' },
    volume_id: { kind: 'text', needed: true },
    volume_type: { kind: 'text', needed: true },
    uuid: { kind: 'uuid' },
  },
  needed: ['boot_index', 'node_uuid', 'volume_id', 'volume_type'],
  patchable: ['boot_index', 'extra', 'node_uuid', 'properties', 'volume_id', 'volume_type'],
  checkPatch: checkNodeLink,
  empty: { extra: {}, properties: {} },
  allow: (request, given, before) => {
    requireNode(request, given)
    if (before !== undefined) requireOff(request, given, 'volume target update')
    const { boot_index: index, node_uuid: node } = given
    for (const other of tableOf(request, TARGET).values())
      if (other !== before && other['boot_index'] === index && other['node_uuid'] === node)
        throw conflict(
          `A volume target with boot index '${pythonText(index)}' for the same node already exists.`,
        )
  },
  allowDeletion: (request, record) => requireDeletable(request, record, 'volume target deletion'),
  view: (request, { properties = {} }) => ({
    properties: !isAllowed(request, 'volume:view_target_properties')
      ? REDACTED_PROPERTIES
      : isJsonObject(properties) && serverHas(request.world, 'masksVolumeSecrets')
        ? maskSecrets(properties, request.world)
        : properties,
  }),
}

const FILTERS: ResourceFilters = {
  table: { node: uuidOrName },
  matcher: (request, { node }) => {
    const isListed = isOnListedNode(request, 'volume')
    if (typeof node !== 'string') return (record) => isListed(record['node_uuid'])
    const { uuid } = nodeOf(request, node).node
    return (record) => record['node_uuid'] === uuid && isListed(uuid)
  },
}

/** @see openstack/ironic `ironic/api/controllers/v1/volume_connector.py` and `volume_target.py` */
export const VOLUME_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/volume', handle: (request) => getVolume(request, 'volume') },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/volume',
    handle: (request) => getVolume(request, `nodes/${request.params['node'] ?? ''}/volume`),
  },
  ...[CONNECTOR, TARGET].flatMap((kind) => [
    ...resourceRoutes(kind, FILTERS),
    {
      method: 'GET',
      path: `/v1/nodes/{node}/${kind.path}`,
      handle: (request: ApiRequest) => listOfNode(request, kind),
    } as const,
    {
      method: 'POST',
      path: `/v1/nodes/{node}/${kind.path}`,
      handle: (request: ApiRequest) => refuseBelowNode(request, kind),
    } as const,
    ...(['GET', 'PATCH', 'DELETE'] as const).map((method) => ({
      method,
      path: `/v1/nodes/{node}/${kind.path}/{ident}`,
      handle: (request: ApiRequest) => refuseBelowNode(request, kind),
    })),
  ]),
]

/** Lists by the UUID of a node: names are not looked up here. */
function listOfNode(request: ApiRequest, kind: ResourceKind): ApiReply {
  const { node = '' } = request.params
  requireKind(request, kind)
  if (!isUuidLike(node)) throw nodeNotFound(node)
  return listResources({ ...request, args: { ...request.args, node } }, kind, FILTERS)
}

/** Refuses anything but a list below a node, after checking the form of the request. */
function refuseBelowNode(request: ApiRequest, kind: ResourceKind): never {
  requireKind(request, kind)
  if (request.method === 'POST') readResource(request, kind)
  if (request.method === 'PATCH') readPatch(request.body)
  if (request.method !== 'POST') findResource(request, kind)
  throw refusalBelow(request.world)
}

function getVolume(request: ApiRequest, path: string): ApiReply {
  requireApi(request, 32)
  refuseArguments(request, 'VolumeController.get')
  return {
    status: 200,
    body: {
      links: linksTo(request, path, ''),
      connectors: linksTo(request, path, 'connectors'),
      targets: linksTo(request, path, 'targets'),
    },
  }
}

function requireNode({ world }: ApiRequest, { node_uuid: node }: JsonObject): void {
  if (typeof node !== 'string' || !world.store.nodes.has(node))
    throw badRequest(`Invalid input for field/attribute node_uuid. Value: '${pythonText(node)}'. `)
}

/** Refuses a patch of the node before anything else is checked. */
function checkNodeLink(request: ApiRequest, patch: readonly PatchOperation[]): void {
  const values = patchValues(patch, '/node_uuid')
  for (const value of values)
    if (typeof value !== 'string' || !isUuidLike(value))
      throw badRequest(`Expected a UUID for node_uuid, but received ${pythonText(value)}.`)
  if (
    patch.some(({ op, path }) => op === 'remove' && path === '/node_uuid') &&
    !serverHas(request.world, 'tellsWhatIsWrong')
  )
    throw new ApiFault(500, "'node_uuid'")
  const last = values.at(-1)
  if (last !== undefined) linkedNode(request, 'node_uuid', last)
}

/** Refuses to change what a running node is booted from. */
function requireOff(request: ApiRequest, { node_uuid: node }: JsonObject, action: string): void {
  const task = nodeOf(request, pythonText(node))
  requireLock(task)
  if (task.node.power_state !== 'power off') throw invalidState(action, task.node.uuid, task.node.power_state)
}

const DELETABLE_STATES = ['manageable', 'enroll', 'adopt failed']

function requireDeletable(request: ApiRequest, record: ResourceRecord, action: string): void {
  const task = nodeOf(request, pythonText(record['node_uuid']))
  requireLock(task)
  const isFree =
    serverHas(request.world, 'freesVolumes') && DELETABLE_STATES.includes(task.node.provision_state)
  if (!isFree) requireOff(request, record, action)
}
