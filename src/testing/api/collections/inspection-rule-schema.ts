import {
  ACTIONS,
  CONDITIONS,
  operationName,
  asList,
  type Signature,
} from '../../conductor/inspection-rules/rule-signatures.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'

const CONDITION_NAMES = [
  ...Object.keys(CONDITIONS),
  ...Object.keys(CONDITIONS).map((condition) => `!${condition}`),
]

type Refusal = (text: string) => Error

/** Checks the form of a rule. Its refusals begin with the prefix. */
export function checkRule(rule: JsonValue, prefix: string): JsonObject {
  const refuse = (text: string) => badRequest(`${prefix}: ${text}`)
  if (!isJsonObject(rule)) throw refuse(`${pythonRepr(rule)} is not of type 'object'`)
  if (rule['actions'] === undefined) throw refuse("'actions' is a required property")
  const unknown = Object.keys(rule).filter((field) => !Object.hasOwn(TYPES, field))
  if (unknown.length > 0)
    throw refuse(
      `Additional properties are not allowed (${unknown.map((key) => pythonRepr(key)).join(', ')} ` +
        `${unknown.length === 1 ? 'was' : 'were'} unexpected)`,
    )
  for (const [field, value] of Object.entries(rule)) requireType(value, TYPES[field] ?? [], refuse)
  const { actions, conditions, description, phase, priority } = rule
  if (Array.isArray(actions) && actions.length === 0) throw refuse('[] should be non-empty')
  for (const action of asList(actions)) checkOperation(action, Object.keys(ACTIONS), refuse)
  for (const condition of asList(conditions)) checkOperation(condition, CONDITION_NAMES, refuse)
  if (typeof description === 'string' && description.length > 255)
    throw refuse(`${pythonRepr(description)} is too long`)
  if (typeof phase === 'string' && phase.length > 16) throw refuse(`${pythonRepr(phase)} is too long`)
  if (typeof priority === 'number' && priority < 0) throw refuse(`${priority} is less than the minimum of 0`)
  return rule
}

const TYPES: Readonly<Record<string, readonly string[]>> = {
  actions: ['array'],
  conditions: ['array'],
  description: ['string', 'null'],
  phase: ['string', 'null'],
  priority: ['integer'],
  sensitive: ['boolean', 'null'],
  uuid: ['string', 'null'],
}

function requireType(value: JsonValue, types: readonly string[], refuse: Refusal): void {
  if (types.includes(typeOf(value))) return
  throw refuse(`${pythonRepr(value)} is not of type ${types.map((type) => `'${type}'`).join(', ')}`)
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function checkOperation(operation: JsonValue, names: readonly string[], refuse: Refusal): void {
  if (!isJsonObject(operation)) throw refuse(`${pythonRepr(operation)} is not of type 'object'`)
  const { op = null, args, multiple, loop } = operation
  for (const field of ['op', 'args'])
    if (operation[field] === undefined) throw refuse(`${pythonRepr(field)} is a required property`)
  if (typeof op !== 'string' || !names.includes(op))
    throw refuse(`${pythonRepr(op)} is not one of ${pythonRepr([...names])}`)
  requireType(args ?? null, ['array', 'object'], refuse)
  if (multiple !== undefined && !MULTIPLE.includes(multiple))
    throw refuse(`${pythonRepr(multiple)} is not one of ${pythonRepr([...MULTIPLE])}`)
  if (loop !== undefined) requireType(loop, ['array', 'object'], refuse)
}

const MULTIPLE: readonly JsonValue[] = ['any', 'all', 'first', 'last']

/**
 * Checks what no schema can check. Wrong argument names are a failure of the server itself.
 *
 * @see openstack/ironic `ironic/common/inspection_rules/validation.py`
 */
export function checkRuleMeaning(rule: JsonObject): void {
  const { phase = 'main', priority = 0, actions, conditions } = rule
  const errors = [
    ...(phase === 'main' ? [] : [`Invalid phase: ${pythonText(phase)}. Valid phases are: main`]),
    ...(Number(priority) > 9999 ? ['Priority must be between 0 and 9999 for user-defined rules.'] : []),
  ]
  for (const condition of asList(conditions)) requireArguments(condition, CONDITIONS)
  for (const action of asList(actions)) requireArguments(action, ACTIONS)
  if (errors.length === 1) throw badRequest(errors[0] ?? '')
  if (errors.length > 1) throw badRequest(`Multiple validation errors occurred: ${errors.join('; ')}`)
}

/**
 * Checks the arguments of an operation. While checking, Ironic adds to them what the inspection will find,
 * and leaves it there.
 */
function requireArguments(operation: JsonValue, signatures: Readonly<Record<string, Signature>>): void {
  if (!isJsonObject(operation)) return
  const { needed, optional = [] } = signatures[operationName(operation)] ?? { needed: [] }
  const { args } = operation
  const fillsIn = needed.includes('plugin_data')
  if (Array.isArray(args)) {
    if (fillsIn) args.push({})
    if (args.length >= needed.length) return
    throw new ApiFault(
      500,
      `('Not enough arguments provided. Missing: %s', '${needed.slice(args.length).join(', ')}')`,
    )
  }
  if (!isJsonObject(args)) return
  if (fillsIn) args['plugin_data'] = {}
  const missing = needed.filter((name) => !Object.hasOwn(args, name))
  const unexpected = Object.keys(args).filter((name) => ![...needed, ...optional].includes(name))
  if (missing.length + unexpected.length > 0)
    throw new ApiFault(
      500,
      [
        ...(missing.length > 0 ? [`missing required argument(s): ${missing.join(', ')}`] : []),
        ...(unexpected.length > 0 ? [`unexpected argument(s): ${unexpected.join(', ')}`] : []),
      ].join('; '),
    )
}
