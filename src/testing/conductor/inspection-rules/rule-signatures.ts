import { textIn, isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'

export interface Signature {
  readonly needed: readonly string[]
  readonly optional?: readonly string[]
}

/** @see openstack/ironic `ironic/common/inspection_rules/actions.py` */
export const ACTIONS: Readonly<Record<string, Signature>> = {
  fail: { needed: ['msg'] },
  log: { needed: ['msg'], optional: ['level'] },
  'set-attribute': { needed: ['path', 'value'] },
  'extend-attribute': { needed: ['path', 'value'], optional: ['unique'] },
  'del-attribute': { needed: ['path'] },
  'set-capability': { needed: ['name', 'value'] },
  'unset-capability': { needed: ['name'] },
  'add-trait': { needed: ['name'] },
  'remove-trait': { needed: ['name'] },
  'set-plugin-data': { needed: ['path', 'value', 'plugin_data'] },
  'extend-plugin-data': { needed: ['path', 'value', 'plugin_data'], optional: ['unique'] },
  'unset-plugin-data': { needed: ['path', 'plugin_data'] },
  'set-port-attribute': { needed: ['port_id', 'path', 'value'] },
  'extend-port-attribute': { needed: ['port_id', 'path', 'value'], optional: ['unique'] },
  'del-port-attribute': { needed: ['port_id', 'path'] },
  'api-call': { needed: ['url'], optional: ['headers', 'proxies', 'timeout', 'retries', 'backoff_factor'] },
}

const COMPARISON: Signature = { needed: ['values'], optional: ['force_strings'] }

/** @see openstack/ironic `ironic/common/inspection_rules/operators.py` */
export const CONDITIONS: Readonly<Record<string, Signature>> = {
  eq: COMPARISON,
  lt: COMPARISON,
  gt: COMPARISON,
  'is-empty': { needed: ['value'] },
  'in-net': { needed: ['address', 'subnet'] },
  matches: { needed: ['value', 'regex'] },
  contains: { needed: ['value', 'regex'] },
  'one-of': { needed: ['value'], optional: ['values'] },
  'is-none': { needed: ['value'] },
  'is-true': { needed: ['value'] },
  'is-false': { needed: ['value'] },
}

export function operationName(operation: JsonObject): string {
  return textIn(operation, 'op').replace(/^!/, '')
}

/** Returns the arguments by name, from either form of writing them. */
export function operationArguments(operation: JsonObject): JsonObject {
  const { args = {} } = operation
  if (!Array.isArray(args)) return isJsonObject(args) ? args : {}
  const name = operationName(operation)
  const { needed, optional = [] } = ACTIONS[name] ?? CONDITIONS[name] ?? { needed: [] }
  return Object.fromEntries(
    [...needed, ...optional].flatMap((key, at) => (at < args.length ? [[key, args[at] ?? null]] : [])),
  )
}

export function asList(value: JsonValue | undefined): JsonValue[] {
  return Array.isArray(value) ? value : []
}
