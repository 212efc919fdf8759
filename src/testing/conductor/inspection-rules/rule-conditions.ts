import { isInNetwork } from '../../../formats/ip-address.js'
import { sameJson } from '../../../formats/same-json.js'
import { isJsonObject, type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import { RuleFailure } from './rule-actions.js'

/**
 * Returns whether a condition of an inspection rule is met.
 *
 * @see openstack/ironic `ironic/common/inspection_rules/operators.py`
 */
export function holds(name: string, args: JsonObject): boolean {
  const { value = null } = args
  switch (name) {
    case 'eq':
      return compare(args, (a, b) => sameJson(a, b))
    case 'lt':
      return compare(args, (a, b) => rank(a, b) < 0)
    case 'gt':
      return compare(args, (a, b) => rank(a, b) > 0)
    case 'is-empty':
      return ['', 'None', '[]', '{}'].includes(pythonText(value))
    case 'in-net':
      return isInNet(textIn(args, 'address'), textIn(args, 'subnet'))
    case 'matches':
      return pattern(args, '^(?:', ')$').test(pythonText(value))
    case 'contains':
      return pattern(args, '', '').test(pythonText(value))
    case 'one-of':
      return isOneOf(value, args['values'] ?? [])
    case 'is-none':
      return value === null
    case 'is-true':
      return isTrue(value)
    default:
      return isFalse(value)
  }
}

/** Compares each value with the next one. */
function compare(
  { values, force_strings: asText }: JsonObject,
  fits: (a: JsonValue, b: JsonValue) => boolean,
) {
  if (!Array.isArray(values))
    throw new RuleFailure(
      `Inspection rule condition check failed. Reason: Expected list for 'values', got: ${pythonText(values)}`,
    )
  const list = asText === true ? values.map((value) => pythonText(value)) : values
  return list.slice(1).every((value, index) => fits(list[index] ?? null, value))
}

function rank(a: JsonValue, b: JsonValue): number {
  const [left, right] = [a, b] as [number | string, number | string]
  if (typeof a !== typeof b || (typeof a !== 'number' && typeof a !== 'string'))
    throw new RuleFailure(`'<' not supported between instances of '${typeof a}' and '${typeof b}'`)
  return left < right ? -1 : left > right ? 1 : 0
}

function isInNet(address: string, subnet: string): boolean {
  const isIn = isInNetwork(address, subnet)
  if (isIn === undefined)
    throw new RuleFailure(
      `Inspection rule execution failed. Reason: invalid value: invalid IPNetwork ${subnet}`,
    )
  return isIn
}

function pattern(args: JsonObject, before: string, after: string): RegExp {
  const regex = textIn(args, 'regex')
  try {
    return new RegExp(`${before}${regex}${after}`)
  } catch {
    throw new RuleFailure(`Inspection rule execution failed. Reason: invalid regular expression: ${regex}`)
  }
}

function isOneOf(value: JsonValue, values: JsonValue): boolean {
  if (Array.isArray(values)) return values.some((each) => sameJson(each, value))
  if (typeof values === 'string') return values.includes(pythonText(value))
  return isJsonObject(values) && typeof value === 'string' && Object.hasOwn(values, value)
}

function isTrue(value: JsonValue): boolean {
  if (typeof value === 'string') return ['yes', 'true'].includes(value.toLowerCase())
  return typeof value === 'boolean' || typeof value === 'number' ? Boolean(value) : false
}

function isFalse(value: JsonValue): boolean {
  if (typeof value === 'string') return ['no', 'false'].includes(value.toLowerCase())
  return value === null || (typeof value === 'boolean' || typeof value === 'number' ? !value : false)
}
