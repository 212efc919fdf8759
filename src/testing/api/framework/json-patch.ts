import { copyJson, isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { schemaError } from './field-schema.js'

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: string
  readonly value: JsonValue | undefined
  /** The operation as it was sent, for quotes. */
  readonly sent: JsonObject
}

const OPERATIONS: readonly string[] = ['add', 'replace', 'remove']

/** Refuses a missing patch: by the schema of the route, or by the handler, which fails on `null`. */
export function requirePatch(body: JsonValue | undefined): void {
  if (body === null) throw schemaError('', "None is not of type 'array'")
}

/** Checks the form of a patch, before anything else. @see openstack/ironic `ironic/common/args.py` (patch) */
export function readPatch(body: JsonValue | undefined, about = 'patch'): PatchOperation[] {
  const refuse = (text: string) => schemaError(about, text)
  if (body === null) throw new ApiFault(500, "'NoneType' object is not iterable")
  if (!Array.isArray(body)) {
    const sent = body ?? {}
    throw refuse(`${pythonRepr(sent)} is not of type 'array'`)
  }
  return body.map((sent) => {
    if (!isJsonObject(sent)) throw refuse(`${pythonRepr(sent)} is not of type 'object'`)
    const { op, path, value } = sent
    for (const key of Object.keys(sent))
      if (!['op', 'path', 'value'].includes(key))
        throw refuse(`Additional properties are not allowed (${pythonRepr(key)} was unexpected)`)
    if (op === undefined) throw refuse("'op' is a required property")
    if (path === undefined) throw refuse("'path' is a required property")
    if (typeof path !== 'string') throw refuse(`${pythonRepr(path)} is not of type 'string'`)
    if (!/^(\/[\p{L}\p{M}\p{N}_-]+)+$/u.test(path))
      throw refuse(`${pythonRepr(path)} does not match '^(/[\\\\w-]+)+$'`)
    if (typeof op !== 'string') throw refuse(`${pythonRepr(op)} is not of type 'string'`)
    if (!OPERATIONS.includes(op)) throw refuse(`${pythonRepr(op)} is not one of ['add', 'replace', 'remove']`)
    return { op: op as PatchOperation['op'], path, value, sent }
  })
}

/** Returns the root fields of a patch, and refuses a field that cannot be patched. */
export function requirePatchable(patch: readonly PatchOperation[], allowed: readonly string[]): void {
  for (const { path } of patch) {
    const root = path.split('/')[1] ?? ''
    if (!allowed.includes(root))
      throw badRequest(`Cannot patch ${path}. Only the following can be updated: ${allowed.join(', ')}`)
  }
}

/** Returns the values that the patch sets at exactly this path. */
export function patchValues(patch: readonly PatchOperation[], path: string): (JsonValue | undefined)[] {
  return patch.filter((op) => op.path === path && op.op !== 'remove').map((op) => op.value)
}

/** Returns the document after the patch. The given document does not change. */
export function applyPatch(document: JsonObject, patch: readonly PatchOperation[]): JsonObject {
  for (const { op, path } of patch)
    if (op === 'add' && path.lastIndexOf('/') === 0 && !Object.hasOwn(document, path.slice(1)))
      throw badRequest(`Adding a new attribute (${path}) to the root of the resource is not allowed`)
  const patched = copyJson(document)
  for (const operation of patch) applyOperation(patched, operation)
  return patched
}

function applyOperation(document: JsonObject, operation: PatchOperation): void {
  const { op, path, sent } = operation
  const refuse = (reason: string) =>
    badRequest(`Couldn't apply patch '${pythonRepr(sent)}'. Reason: ${reason}`)
  const keys = path.slice(1).split('/')
  const last = keys.pop() ?? ''
  let parent: JsonValue = document
  for (const key of keys) {
    const next: JsonValue | undefined = childOf(parent, key)
    if (next === undefined) throw refuse(missingMember(parent, key))
    parent = next
  }
  if (op !== 'remove' && operation.value === undefined)
    throw refuse("The operation does not contain a 'value' member")
  const value = operation.value ?? null
  if (Array.isArray(parent)) return applyToArray(parent, last, operation, refuse)
  if (typeof parent === 'string') throw ofText(operation, last, refuse)
  if (!isJsonObject(parent)) throw refuse(notIndexable(parent))
  if (op === 'add') {
    setOwn(parent, last, value)
  } else if (!Object.hasOwn(parent, last)) {
    throw refuse(
      op === 'remove'
        ? `can't remove a non-existent object '${last}'`
        : `can't replace a non-existent object '${last}'`,
    )
  } else if (op === 'replace') setOwn(parent, last, value)
  else delete parent[last]
}

/**
 * Returns the refusal of a path into a text. To Python a text is a sequence, until something in it is to be
 * changed.
 */
function ofText({ op, path }: PatchOperation, key: string, refuse: (reason: string) => Error): Error {
  if (!/^\d+$/.test(key)) return refuse(`'${key}' is not a valid sequence index`)
  if (op === 'remove') return new ApiFault(500, "'str' object doesn't support item deletion")
  return refuse(`unable to fully resolve json pointer ${path}, part ${key}`)
}

function applyToArray(
  array: JsonValue[],
  key: string,
  { op, value = null }: PatchOperation,
  refuse: (reason: string) => Error,
): void {
  if (key === '-' && op === 'replace') throw refuse("'path' with '-' can't be applied to 'replace' operation")
  if (key === '-' && op === 'remove') throw refuse("invalid array index '-'")
  const index = key === '-' ? array.length : /^\d+$/.test(key) ? Number(key) : -1
  if (index < 0) throw refuse(`'${key}' is not a valid sequence index`)
  if (op === 'add') {
    if (index > array.length) throw refuse("can't insert outside of list")
    array.splice(index, 0, value)
  } else if (index >= array.length) {
    throw refuse(
      op === 'remove' ? `can't remove a non-existent object '${key}'` : "can't replace outside of list",
    )
  } else if (op === 'replace') array[index] = value
  else array.splice(index, 1)
}

function childOf(parent: JsonValue, key: string): JsonValue | undefined {
  if (Array.isArray(parent)) return /^\d+$/.test(key) ? parent[Number(key)] : undefined
  return isJsonObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined
}

function missingMember(parent: JsonValue, key: string): string {
  if (Array.isArray(parent)) return `'${key}' is not a valid sequence index`
  if (isJsonObject(parent)) return `member '${key}' not found in ${pythonText(parent)}`
  return notIndexable(parent)
}

function notIndexable(value: JsonValue): string {
  return (
    `Document '<class '${pythonTypeName(value)}'>' does not support indexing, must be mapping/sequence or support ` +
    '__getitem__'
  )
}

function pythonTypeName(value: JsonValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  return typeof value === 'string' ? 'str' : 'bool'
}
