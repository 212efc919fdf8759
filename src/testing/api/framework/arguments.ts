import type { JsonValue } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { isUuidLike } from '../../world/uuid-like.js'

/**
 * Turns an argument of a query or body into its value, or refuses it.
 *
 * @see openstack/ironic `ironic/common/args.py`
 */
export type Argument<T> = (name: string, value: JsonValue) => T

/** Returns whether a text has only unreserved characters of RFC 3986, at most 255. */
export function isLogicalName(text: string): boolean {
  return text.length <= 255 && /^[A-Za-z0-9\-._~]+$/.test(text)
}

export function isHostnameSafe(text: string): boolean {
  return (
    text.length <= 255 && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9\-_]{0,62}[a-z0-9])*\.?$/.test(text)
  )
}

export const string: Argument<string> = (name, value) => {
  if (typeof value !== 'string') throw badRequest(`Expected string for ${name}: ${pythonText(value)}`)
  return value
}

const TRUE_WORDS = ['1', 't', 'true', 'on', 'y', 'yes']
const FALSE_WORDS = ['0', 'f', 'false', 'off', 'n', 'no']

export const boolean: Argument<boolean> = (name, value) => {
  if (typeof value === 'boolean') return value
  const word = pythonText(value).trim().toLowerCase()
  if (TRUE_WORDS.includes(word)) return true
  if (FALSE_WORDS.includes(word)) return false
  const accepted = [...FALSE_WORDS, ...TRUE_WORDS].sort().map((known) => `'${known}'`)
  throw badRequest(
    `Invalid ${name}: Unrecognized value '${pythonText(value)}', acceptable values are: ${accepted.join(', ')}`,
  )
}

export const uuid: Argument<string> = (name, value) => {
  if (typeof value !== 'string' || !isUuidLike(value))
    throw badRequest(`Expected UUID for ${name}: ${pythonText(value)}`)
  return value
}

export const uuidOrName: Argument<string> = (name, value) => {
  if (typeof value !== 'string' || (!isUuidLike(value) && !isLogicalName(value)))
    throw badRequest(`Expected UUID or name for ${name}: ${pythonText(value)}`)
  return value
}

export const logicalName: Argument<string> = (name, value) => {
  if (typeof value !== 'string' || !isLogicalName(value))
    throw badRequest(`Expected name for ${name}: ${pythonText(value)}`)
  return value
}

export const integer: Argument<number> = (name, value) => {
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' && /^\s*[+-]?\d+(_\d+)*\s*$/.test(value))
    return Number(value.trim().replaceAll('_', ''))
  throw badRequest(`Expected an integer for ${name}: ${pythonText(value)}`)
}

export function isMacAddress(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(value)
}

/** Reads a MAC address, in lower case. */
export const macAddress: Argument<string> = (name, value) => {
  if (isMacAddress(value)) return value.toLowerCase()
  throw badRequest(`Expected valid MAC address for ${name}: ${pythonText(value)}`)
}

/** Reads items between commas: trimmed, in lower case, each once. A repeated parameter is taken as it is. */
export const stringList: Argument<string[]> = (name, value) => {
  if (Array.isArray(value)) return value.map((item) => string(name, item))
  const items = string(name, value)
    .split(',')
    .map((item) => item.trim().toLowerCase())
  return [...new Set(items.filter((item) => item !== ''))]
}

/** Accepts values of these Python types, which the refusal prints as Python does. */
export function ofType(...types: readonly ('NoneType' | 'dict' | 'str' | 'list')[]): Argument<JsonValue> {
  return (name, value) => {
    if (types.some((type) => isOfType(type, value))) return value
    const shown = types.map((type) => `<class '${type}'>`).join(', ')
    throw badRequest(`Expected types ${shown} for ${name}: ${pythonText(value)}`)
  }
}

function isOfType(type: string, value: JsonValue): boolean {
  switch (type) {
    case 'NoneType':
      return value === null
    case 'list':
      return Array.isArray(value)
    case 'str':
      return typeof value === 'string'
    default:
      return typeof value === 'object' && value !== null && !Array.isArray(value)
  }
}

/** Refuses unexpected arguments, on which Ironic's handlers fail when they check nothing. */
export function refuseArguments(
  { args }: { readonly args: Readonly<Record<string, JsonValue>> },
  handler: string,
): void {
  const [unknown] = Object.keys(args)
  if (unknown !== undefined)
    throw new ApiFault(500, `${handler}() got an unexpected keyword argument '${unknown}'`)
}

export type ArgumentTable = Readonly<Record<string, Argument<unknown>>>

export interface ReadOptions<T extends ArgumentTable> {
  /** The required arguments. */
  readonly needed?: readonly (keyof T & string)[]
  /** Arguments of newer servers. This server refuses them as unknown. */
  readonly newer?: readonly string[]
}

/** The values of the given arguments; `null` counts as not given. */
export type ArgumentValues<T extends ArgumentTable> = {
  readonly [K in keyof T]?: Exclude<ReturnType<T[K]>, null>
}

/** Reads the arguments of a handler. Unknown and missing required arguments are refused. */
export function readArguments<T extends ArgumentTable>(
  given: Readonly<Record<string, JsonValue>>,
  table: T,
  { needed = [], newer = [] }: ReadOptions<T> = {},
): ArgumentValues<T> {
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(table, name) || newer.includes(name))
    .sort()
  if (unknown.length > 0) throw badRequest(`Unexpected arguments: ${unknown.join(', ')}`)
  const values: Record<string, unknown> = {}
  for (const [name, read] of Object.entries(table)) {
    const value = given[name]
    if (value !== undefined && value !== null) values[name] = read(name, value)
    else if (needed.includes(name) && value === undefined)
      throw badRequest(`Missing mandatory parameter: ${name}`)
  }
  return values as ArgumentValues<T>
}
