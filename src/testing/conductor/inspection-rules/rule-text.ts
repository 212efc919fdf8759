import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import type { NodeRecord } from '../../world/node-record.js'

/** The values of the names in a rule's arguments. */
export interface RuleContext {
  readonly node: NodeRecord
  readonly inventory: JsonObject
  readonly plugin_data: JsonObject
  /** The current item of a loop; absent outside loops. */
  readonly item?: JsonValue
  readonly hidesSecrets: boolean
}

/** @see openstack/ironic `ironic/common/inspection_rules/engine.py` (SENSITIVE_FIELDS) */
const SECRET_FIELDS = ['password', 'auth_token', 'bmc_password']

/**
 * Fills in `{inventory[cpu][count]}` and the like, as Python's `format` does. A text with a missing value is
 * not changed.
 */
export function interpolate<T extends JsonValue>(value: T, context: RuleContext, operation: string): T
export function interpolate(value: JsonValue, context: RuleContext, operation: string): JsonValue {
  if (typeof value === 'string') return format(value, context, operation)
  if (Array.isArray(value)) return value.map((item) => interpolate(item, context, operation))
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, interpolate(item, context, operation)]),
  )
}

function format(text: string, context: RuleContext, operation: string): JsonValue {
  const missing: string[] = []
  const formatted = text.replace(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, path?: string) => {
    if (path === undefined) return whole.charAt(0)
    const value = resolve(path, context)
    if (value === undefined) missing.push(path)
    return pythonText(value)
  })
  if (missing.length === 0) return formatted
  return operation === 'is-empty' ? null : text
}

function resolve(path: string, context: RuleContext): JsonValue | undefined {
  const [root = '', ...keys] = path.split(/[.[\]]+/).filter((part) => part !== '')
  const { node, inventory, plugin_data: pluginData, item } = context
  const roots: Readonly<Record<string, JsonValue | undefined>> = {
    node: Object.fromEntries<JsonValue>(Object.entries(node)),
    inventory,
    plugin_data: pluginData,
    item,
  }
  let value: JsonValue | undefined = Object.hasOwn(roots, root) ? roots[root] : undefined
  for (const key of keys) {
    if (context.hidesSecrets && root !== 'node' && SECRET_FIELDS.includes(key)) return '***'
    if (Array.isArray(value)) value = value[Number(key)]
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  }
  return value
}
