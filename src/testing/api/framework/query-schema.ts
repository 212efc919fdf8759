import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { isLogicalName } from './arguments.js'
import { schemaError } from './field-schema.js'

/** Refuses parameters given twice, which newer servers read as a list. */
export function requireTexts(args: Readonly<JsonObject>, names: readonly string[]): void {
  for (const name of names)
    if (Array.isArray(args[name])) throw schemaError('', `${pythonRepr(args[name])} is not of type 'string'`)
}

/** Refuses a value that is neither a UUID nor a name. */
export function requireIdent(ident: JsonValue | undefined): void {
  if (ident === undefined || (typeof ident === 'string' && (isUuidLike(ident) || isLogicalName(ident))))
    return
  const cause = typeof ident === 'string' ? "is not a 'uuid'" : "is not of type 'string'"
  const shown = pythonRepr(ident)
  throw schemaError(
    '',
    `${shown} is not valid under any of the given schemas. Possible root cause: ${shown} ${cause}`,
  )
}
