import { withoutTrailingSlashes } from '../../../transport/trailing-slashes.js'
import type { InspectionResult } from '../../hardware/hardware-details.js'
import { sameJson } from '../../../formats/same-json.js'
import { isJsonObject, type JsonObject, type JsonValue, setOwn, textIn } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import type { NodeRecord } from '../../world/node-record.js'
import type { PortRecord } from '../../world/port-record.js'
import type { Task } from '../../world/world.js'

/** A rule's action that ends the inspection. */
export class RuleFailure extends Error {}

const failed = (reason: string) =>
  new RuleFailure(`Inspection rule action execution failed. Reason: ${reason}`)

/**
 * Runs one action of an inspection rule. `log` and `api-call` have no effect that Ironic's API shows, so they
 * do nothing.
 *
 * @see openstack/ironic `ironic/common/inspection_rules/actions.py`
 */
export function runAction(task: Task, name: string, args: JsonObject, found: InspectionResult): void {
  const { node } = task
  const { value = null } = args
  const path = textIn(args, 'path')
  switch (name) {
    case 'fail':
      throw new RuleFailure(`Failed to inspect hardware. Reason: ${pythonText(args['msg'])}`)
    case 'set-attribute':
      return setAttribute(task, path, value)
    case 'extend-attribute':
      return extendIn(nodeFields(node), partsOf(path), value, args['unique'] === true)
    case 'del-attribute':
      return removeIn(nodeFields(node), partsOf(path))
    case 'set-capability':
      return setCapability(node, textIn(args, 'name'), pythonText(value))
    case 'unset-capability':
      return setCapability(node, textIn(args, 'name'), null)
    case 'add-trait':
      node.traits = [...new Set([...node.traits, textIn(args, 'name')])].sort()
      return
    case 'remove-trait':
      node.traits = node.traits.filter((trait) => trait !== args['name'])
      return
    case 'set-plugin-data':
      return setIn(found.plugin_data, path.split('.'), value)
    case 'extend-plugin-data':
      return extendIn(found.plugin_data, path.split('.'), value, args['unique'] === true)
    case 'unset-plugin-data':
      return unsetPluginData(found.plugin_data, path.split('.'))
    case 'set-port-attribute':
      return setIn(portFields(task, args), partsOf(path), value)
    case 'extend-port-attribute':
      return extendIn(portFields(task, args), partsOf(path), value, args['unique'] === true)
    case 'del-port-attribute':
      return removeIn(portFields(task, args), partsOf(path))
    default:
  }
}

/** Sets a field of the node, through the store if the store indexes it. */
function setAttribute({ node, world }: Task, path: string, value: JsonValue): void {
  const text = value === null ? null : pythonText(value)
  if (path === 'name') world.store.renameNode(node, text)
  else if (path === 'instance_uuid') world.store.setInstance(node, text)
  else if (path === 'provision_state') world.store.setProvisionState(node, text ?? '')
  else setIn(nodeFields(node), partsOf(path), value)
}

function partsOf(path: string): string[] {
  return path.includes('/') ? withoutTrailingSlashes(path.replace(/^\/+/, '')).split('/') : path.split('.')
}

/**
 * Returns the fields of a node that rules can read, as those of a database object. An unknown name is
 * refused.
 */
function nodeFields(node: NodeRecord): JsonObject {
  return node as object as JsonObject
}

function portFields({ world, node }: Task, args: JsonObject): JsonObject {
  const port: PortRecord | undefined = world.store
    .portsOf(node.uuid)
    .find(({ uuid }) => uuid === args['port_id'])
  if (port === undefined) throw new RuleFailure(`Port ${pythonText(args['port_id'])} could not be found.`)
  return port as object as JsonObject
}

function setIn(target: JsonObject, path: readonly string[], value: JsonValue): void {
  setOwn(parentOf(target, path), path.at(-1) ?? '', value)
}

function extendIn(target: JsonObject, path: readonly string[], value: JsonValue, unique: boolean): void {
  const parent = parentOf(target, path)
  const last = path.at(-1) ?? ''
  const list = parent[last] ?? []
  if (!Array.isArray(list))
    throw failed(`Cannot extend non-list attribute ${path.join('.')} with value ${pythonText(value)}`)
  if (!unique || !list.some((item) => sameJson(item, value))) list.push(value)
  setOwn(parent, last, list)
}

function removeIn(target: JsonObject, path: readonly string[]): void {
  const parent = parentOf(target, path)
  const last = path.at(-1) ?? ''
  if (path.length === 1 || !Object.hasOwn(parent, last))
    throw failed(`Failed to delete attribute at ${path.join('.')}: '${last}'`)
  Reflect.deleteProperty(parent, last)
}

/** Returns the object that holds the last part of the path, and creates missing ones on the way. */
function parentOf(target: JsonObject, path: readonly string[]): JsonObject {
  const [root = ''] = path
  let parent = target
  for (const key of path.slice(0, -1)) {
    const next = parent[key] ?? {}
    if (!isJsonObject(next)) throw failed(`Failed to set attribute ${path.join('.')}: '${root}' is no object`)
    setOwn(parent, key, next)
    parent = next
  }
  return parent
}

/** Removes a part, and each enclosing object that becomes empty. */
function unsetPluginData(data: JsonObject, path: readonly string[]): void {
  const last = path.at(-1) ?? ''
  const holders = path.slice(0, -1)
  const holder = at(data, holders)
  if (holder === undefined || !Object.hasOwn(holder, last)) return
  if (Object.keys(holder).length > 1) Reflect.deleteProperty(holder, last)
  else if (holders.length > 0)
    Reflect.deleteProperty(at(data, holders.slice(0, -1)) ?? {}, holders.at(-1) ?? '')
}

function at(data: JsonObject, path: readonly string[]): JsonObject | undefined {
  let value: JsonValue | undefined = data
  for (const key of path) value = isJsonObject(value) ? value[key] : undefined
  return isJsonObject(value) ? value : undefined
}

/** Sets one capability; all are stored in one text, `boot_mode:uefi,raid_level:1`. */
function setCapability(node: NodeRecord, name: string, value: string | null): void {
  const text = textIn(node.properties, 'capabilities')
  const kept = text.split(',').filter((part) => part !== '' && part.split(':')[0] !== name)
  const capabilities = [...kept, ...(value === null ? [] : [`${name}:${value}`])].join(',')
  node.properties = { ...node.properties, capabilities }
}
