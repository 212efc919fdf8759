import type { JsonObject } from '../../json/json-value.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { World } from '../../world/world.js'
import { linksTo, type ApiRequest } from '../framework/api-request.js'
import { maskDriverInfo, maskInstanceInfo, maskSecrets } from '../framework/masked-secrets.js'
import { NODE_FIELD_SINCE, NODE_FIELDS, type NodeField } from './node-fields.js'
import { redactedField } from './redact-node.js'

const visibleFields = new Map<number, readonly NodeField[]>()

/** Returns the fields that this version knows. */
function fieldsOf(minor: number): readonly NodeField[] {
  const known = visibleFields.get(minor)
  if (known !== undefined) return known
  const visible = NODE_FIELDS.filter((field) => (NODE_FIELD_SINCE[field] ?? 0) <= minor)
  visibleFields.set(minor, visible)
  return visible
}

/** Returns a node as a client of this version sees it; with `fields`, only those and the links. */
export function viewNode(request: ApiRequest, node: NodeRecord, fields?: readonly NodeField[]): JsonObject {
  const { minor, world } = request
  const view: Record<string, unknown> = {}
  for (const field of fields ?? fieldsOf(minor)) {
    if (fields !== undefined && (NODE_FIELD_SINCE[field] ?? 0) > minor) continue
    view[field] = redactedField(request, node, field) ?? valueOf(node, field, minor, world)
  }
  view['links'] = linksToNode(request, node)
  if (fields === undefined) {
    view['ports'] = linksTo(request, 'nodes', `${node.uuid}/ports`)
    if (minor >= 14) view['states'] = linksTo(request, 'nodes', `${node.uuid}/states`)
    if (minor >= 24) view['portgroups'] = linksTo(request, 'nodes', `${node.uuid}/portgroups`)
    if (minor >= 32) view['volume'] = linksTo(request, 'nodes', `${node.uuid}/volume`)
  }
  return view as JsonObject
}

type Links = ReturnType<typeof linksTo>

/** Caches the links of a node, which stay the same for clients that use the same host name. */
const knownLinks = new WeakMap<NodeRecord, { readonly publicUrl: string; readonly links: Links }>()

function linksToNode(request: ApiRequest, node: NodeRecord): Links {
  const known = knownLinks.get(node)
  if (known?.publicUrl === request.publicUrl) return known.links
  const links = linksTo(request, 'nodes', node.uuid)
  knownLinks.set(node, { publicUrl: request.publicUrl, links })
  return links
}

function valueOf(node: NodeRecord, field: NodeField, minor: number, world: World): unknown {
  switch (field) {
    case 'driver_info':
      return maskDriverInfo(node.driver_info, world)
    case 'driver_internal_info':
      return maskSecrets(node.driver_internal_info, world)
    case 'instance_info':
      return maskInstanceInfo(node.instance_info, world)
    case 'provision_state':
      return provisionStateFor(node.provision_state, minor)
    default:
      return node[field]
  }
}

/** Returns a state that old clients know. */
export function provisionStateFor(state: string, minor: number): string | null {
  if (minor < 2 && state === 'available') return null
  if (minor < 39 && state === 'inspect wait') return 'inspecting'
  return state
}
