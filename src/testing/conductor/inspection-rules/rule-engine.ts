import type { InspectionResult } from '../../hardware/hardware-details.js'
import { isJsonObject, type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import type { ResourceRecord } from '../../world/resource-record.js'
import type { Task } from '../../world/world.js'
import { touch } from '../task/task.js'
import { RuleFailure, runAction } from './rule-actions.js'
import { holds } from './rule-conditions.js'
import { operationName, operationArguments, asList } from './rule-signatures.js'
import { interpolate, type RuleContext } from './rule-text.js'

/**
 * Applies the inspection rules to a node, highest priority first. Returns the failure in Ironic's words, or
 * `null`.
 *
 * @see openstack/ironic `ironic/common/inspection_rules/engine.py`
 */
export function applyRules(task: Task, found: InspectionResult): string | null {
  const rules = [...task.world.store.resources.of('inspection_rule').values()].sort(
    (a, b) => Number(b['priority']) - Number(a['priority']) || a.id - b.id,
  )
  try {
    for (const rule of rules) if (fits(task, rule, found)) act(task, rule, found)
  } catch (failure) {
    if (failure instanceof RuleFailure) return failure.message
    throw failure
  }
  touch(task)
  return null
}

function contextOf(task: Task, found: InspectionResult, rule: ResourceRecord): RuleContext {
  // Rules that are not sensitive do not see secrets.
  return { node: task.node, ...found, hidesSecrets: rule['sensitive'] !== true }
}

function fits(task: Task, rule: ResourceRecord, found: InspectionResult): boolean {
  const context = contextOf(task, found, rule)
  return asList(rule['conditions'])
    .filter(isJsonObject)
    .every((condition) => met(condition, context))
}

function met(condition: JsonObject, context: RuleContext): boolean {
  const items = itemsOf(condition)
  if (items === undefined) return check(condition, context)
  const results = items.map((item) => check(condition, { ...context, item }))
  switch (condition['multiple'] ?? 'any') {
    case 'all':
      return results.every(Boolean)
    case 'first':
    case 'any':
      return results.some(Boolean)
    default:
      return results.at(-1) ?? false
  }
}

function check(condition: JsonObject, context: RuleContext): boolean {
  const name = operationName(condition)
  const inLoop = context.item !== undefined
  const args = Object.fromEntries(
    Object.entries(operationArguments(condition)).map(([key, value]) => [
      key,
      inLoop || isFormatted(name, key) ? interpolate(value, context, name) : value,
    ]),
  )
  const result = holds(name, inLoop ? { ...args, force_strings: true } : args)
  return textIn(condition, 'op').startsWith('!') ? !result : result
}

/**
 * Returns whether names in the argument stand for values. Patterns and lists of allowed values are taken
 * literally.
 */
function isFormatted(condition: string, argument: string): boolean {
  return argument !== 'regex' && !(condition === 'one-of' && argument === 'values')
}

function act(task: Task, rule: ResourceRecord, found: InspectionResult): void {
  const context = contextOf(task, found, rule)
  for (const action of asList(rule['actions']).filter(isJsonObject))
    for (const item of itemsOf(action) ?? [undefined]) {
      const name = operationName(action)
      const { plugin_data: _, ...args } = operationArguments(action)
      const inLoop = item !== undefined
      const ready = Object.fromEntries(
        Object.entries(args).map(([key, value]) => [
          key,
          inLoop || FORMATTED.includes(`${name} ${key}`)
            ? interpolate(value, { ...context, ...(inLoop ? { item } : {}) }, name)
            : value,
        ]),
      )
      runAction(task, name, ready, found)
    }
}

/** The arguments in which names stand for values. Inside a loop, they do in every argument. */
const FORMATTED: readonly string[] = [
  'log msg',
  'set-attribute value',
  'extend-attribute value',
  'set-capability value',
  'set-plugin-data value',
  'extend-plugin-data value',
  'set-port-attribute value',
  'extend-port-attribute value',
  'api-call url',
]

function itemsOf({ loop }: JsonObject): JsonValue[] | undefined {
  if (Array.isArray(loop)) return loop.length > 0 ? loop : undefined
  return isJsonObject(loop) && Object.keys(loop).length > 0 ? [loop] : undefined
}
