import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { type ApiFault, badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import type { World } from '../../world/world.js'
import type { ApiRequest } from './api-request.js'
import { boolean, macAddress, uuid } from './arguments.js'
import { checkNetworkData } from './network-data-schema.js'
import { isStandardTrait } from './standard-traits.js'

/** The values that a field of a resource may have. */
export interface FieldSchema {
  readonly kind: 'text' | 'flag' | 'object' | 'uuid' | 'mac' | 'network-data' | 'list' | 'integer'
  /** True when `null` is refused. */
  readonly needed?: boolean
  /** True when any non-empty word means yes. */
  readonly anyWord?: boolean
  /** True when a flag cannot be given as a word. */
  readonly strict?: boolean
  readonly maxLength?: number
  readonly minLength?: number
}

export type FieldSchemas = Readonly<Record<string, FieldSchema>>

const TYPES: Readonly<Record<FieldSchema['kind'], readonly string[]>> = {
  text: ['string'],
  flag: ['string', 'boolean'],
  object: ['object'],
  uuid: ['string'],
  mac: ['string'],
  'network-data': ['object'],
  list: ['array'],
  integer: ['integer'],
}

/** Starts the text about an invalid body. Some bodies are checked before they have a name. */
export function schemaError(about: string, text: string): ApiFault {
  return badRequest(`Schema error${about === '' ? '' : ` for ${about}`}: ${text}`)
}

/**
 * Checks a resource's body, and returns it with flags as booleans. `about` is Ironic's name for the whole
 * body.
 */
export function checkBody(
  body: JsonValue | undefined,
  schemas: FieldSchemas,
  needed: readonly string[],
  about: string,
): JsonObject {
  const given = body ?? {}
  const refuse = (text: string) => schemaError(about, text)
  if (!isJsonObject(given)) throw refuse(`${pythonRepr(given)} is not of type 'object'`)
  for (const name of needed)
    if (!Object.hasOwn(given, name)) throw refuse(`${pythonRepr(name)} is a required property`)
  const unknown = Object.keys(given)
    .filter((name) => !Object.hasOwn(schemas, name))
    .sort()
  if (unknown.length > 0)
    throw refuse(
      `Additional properties are not allowed (${unknown.map((name) => pythonRepr(name)).join(', ')} ` +
        `${unknown.length === 1 ? 'was' : 'were'} unexpected)`,
    )
  return checkFields(given, schemas, about)
}

/** Checks fields whose names are known to be valid. */
export function checkFields(fields: JsonObject, schemas: FieldSchemas, about: string): JsonObject {
  const checked: JsonObject = {}
  for (const [name, value] of Object.entries(fields)) {
    const schema = schemas[name]
    if (schema !== undefined) checked[name] = checkField(name, value, schema, about)
  }
  return checked
}

function checkField(name: string, value: JsonValue, schema: FieldSchema, about: string): JsonValue {
  const { kind, needed = false, maxLength = Infinity, minLength = 0 } = schema
  const refuse = (text: string) => schemaError(about, text)
  const known = schema.strict ? ['boolean'] : TYPES[kind]
  // The schema of a link lists them in reverse.
  const types = needed ? known : name === 'local_link_connection' ? ['null', ...known] : [...known, 'null']
  const wrongType = () =>
    refuse(`${pythonRepr(value)} is not of type ${types.map((type) => `'${type}'`).join(', ')}`)
  if (value === null) {
    if (needed) throw wrongType()
    return null
  }
  switch (kind) {
    case 'object':
      if (!isJsonObject(value)) throw wrongType()
      return value
    case 'network-data':
      checkNetworkData(value, about)
      return value
    case 'list':
      if (!Array.isArray(value)) throw wrongType()
      return value
    case 'integer':
      if (!Number.isInteger(value)) throw wrongType()
      return value
    case 'flag':
      if (typeof value !== 'boolean' && (typeof value !== 'string' || schema.strict)) throw wrongType()
      return schema.anyWord === true && typeof value === 'string' ? value !== '' : boolean(name, value)
    default:
      if (typeof value !== 'string') throw wrongType()
      if (value.length > maxLength) throw refuse(`${pythonRepr(value)} is too long`)
      if (value.length < minLength) throw refuse("'' should be non-empty")
      return kind === 'uuid' ? uuid(name, value) : kind === 'mac' ? macAddress(name, value) : value
  }
}

const MOST_CHARACTERS = 255

/** Returns whether a name is a custom trait or one of os-traits. */
function isTrait({ settings }: World, name: string): boolean {
  return /^CUSTOM_[A-Z0-9_]+$/.test(name) || isStandardTrait(name, settings.maxMinor)
}

export function requireTrait(
  { world }: ApiRequest,
  name: JsonValue,
  argument: string,
  empty = "'' should be non-empty",
): string {
  if (typeof name !== 'string') throw schemaError(argument, `${pythonRepr(name)} is not of type 'string'`)
  if (name === '') throw badRequest(`Schema error for ${argument}: ${empty}`)
  if (name.length > MOST_CHARACTERS)
    throw badRequest(`Schema error for ${argument}: ${pythonRepr(name)} is too long`)
  if (!isTrait(world, name))
    throw schemaError(
      argument,
      `${pythonRepr(name)} is not valid under any of the given schemas. Possible ` +
        `root cause: ${pythonRepr(name)} does not match '^CUSTOM_[A-Z0-9_]+$'`,
    )
  return name
}
