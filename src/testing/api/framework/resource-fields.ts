import type { JsonValue } from '../../json/json-value.js'
import { badRequest, invalidFields, notAcceptable } from '../../refusals/api-fault.js'
import type { ApiRequest } from './api-request.js'
import type { FieldSchemas } from './field-schema.js'

/** The minor version that introduced each field of a resource; 1 for fields as old as the API. */
export type FieldVersions = Readonly<Record<string, number>>

/** Returns the selected fields that this version knows. */
export function visible(fields: FieldVersions, minor: number, picked?: readonly string[]): string[] {
  const known = Object.keys(fields).filter((field) => (fields[field] ?? 1) <= minor)
  return picked === undefined ? known : known.filter((field) => picked.includes(field))
}

/** Refuses selected fields that do not exist or are newer than the requested version. */
export function requireFields(
  fields: FieldVersions,
  { minor, world }: ApiRequest,
  picked: readonly string[] | undefined,
): void {
  if (picked === undefined) return
  const { maxMinor } = world.settings
  const unknown = picked.filter((field) => (fields[field] ?? Infinity) > maxMinor && field !== 'links')
  requireOldEnough(
    fields,
    minor,
    picked.filter((field) => !unknown.includes(field)),
  )
  if (unknown.length > 0) throw invalidFields(unknown)
}

/** Returns the schemas of the fields that this server knows. */
export function knownSchemas(
  { world }: ApiRequest,
  schemas: FieldSchemas,
  fields: FieldVersions,
): FieldSchemas {
  const { maxMinor } = world.settings
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => (fields[name] ?? 0) <= maxMinor))
}

export function requireOldEnough(fields: FieldVersions, minor: number, names: readonly string[]): void {
  if (names.some((name) => (fields[name] ?? 1) > minor)) throw notAcceptable()
}

export function requireSortable(
  fields: FieldVersions,
  { minor }: ApiRequest,
  key: string,
  never: readonly string[],
  computed: readonly string[] = [],
) {
  requireOldEnough(fields, minor, [key])
  if (never.includes(key) || computed.includes(key) || (key !== 'id' && !Object.hasOwn(fields, key)))
    throw badRequest(sortKeyRefusal(key, never))
}

/**
 * Returns the refusal of a sort key. The API refuses some keys itself; the database refuses unknown columns
 * in other words.
 */
export function sortKeyRefusal(key: string, never: readonly string[]): string {
  const shown = never.includes(key) ? key : `"${key}"`
  return `The sort_key value ${shown} is an invalid field for sorting`
}

export function pickFrom(record: object, fields: readonly string[]): Record<string, JsonValue> {
  const values = record as Readonly<Record<string, JsonValue>>
  return Object.fromEntries(fields.map((field) => [field, values[field] ?? null]))
}

/** Returns the fields that `fields` or `detail` select; `undefined` for all. */
export function pickedFields(
  request: ApiRequest,
  fields: readonly string[] | undefined,
  detail: boolean | undefined,
  usual: readonly string[],
): readonly string[] | undefined {
  if (detail !== undefined && request.minor < 43) {
    throw badRequest(`Invalid query parameter ?detail=${detail ? 'True' : 'False'} received.`)
  }
  if (detail === true && fields !== undefined)
    throw badRequest('Can not specify ?detail=True and fields in the same request.')
  if (detail === true) return undefined
  return fields ?? usual
}
