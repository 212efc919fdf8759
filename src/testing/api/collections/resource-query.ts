import { pythonRepr } from '../../refusals/python-text.js'
import { isUuidLike } from '../../world/uuid-like.js'
import type { ApiRequest } from '../framework/api-request.js'
import { schemaError } from '../framework/field-schema.js'
import { requireIdent, requireTexts } from '../framework/query-schema.js'
import { hasRouteSchemas, type ResourceKind } from './resource-kind.js'

const TEXTS = ['marker', 'sort_key', 'sort_dir', 'resource_class', 'state', 'owner']

/** Checks the form of a query as newer servers do, before its meaning. */
export function checkResourceQuery(
  request: ApiRequest,
  kind: ResourceKind,
  fields: readonly string[] | undefined,
): void {
  const { sort_dir: direction, marker, node } = request.args
  if (hasRouteSchemas(request, kind, 'all')) requireTexts(request.args, TEXTS)
  const selectable = selectableFields(request, kind)
  const unknown = fields?.find((field) => !selectable.includes(field))
  const refuse = (value: unknown, text: string) => schemaError('', `'${String(value)}' ${text}`)
  if (unknown !== undefined) throw refuse(unknown, `is not one of ${pythonRepr(selectable)}`)
  if (direction !== undefined && direction !== 'asc' && direction !== 'desc')
    throw refuse(direction, "is not one of ['asc', 'desc']")
  if (!hasRouteSchemas(request, kind, 'all')) return
  if (typeof marker === 'string' && !isUuidLike(marker)) throw refuse(marker, "is not a 'uuid'")
  requireIdent(node)
}

/**
 * Returns the selectable fields in the order of the schema, which has the fields of newer versions at its
 * end.
 */
function selectableFields({ minor }: ApiRequest, { fields, alsoSelectable = [] }: ResourceKind): string[] {
  const names = Object.keys(fields)
  const first = names.filter((name) => fields[name] === 1)
  const later = names.filter((name) => fields[name] !== 1 && (fields[name] ?? 1) <= minor)
  return [...[...first, ...alsoSelectable, 'links'].sort(), ...later]
}
