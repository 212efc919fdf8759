import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { redactText } from '../../errors/redaction.js'
import { isHidden } from '../../states/hidden-values.js'

/** One change of a JSON patch; Ironic accepts only these three. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

/** The changes of one request, applied together or not at all. */
export type JsonPatch = readonly PatchOperation[]

/** What Ironic shows in place of a secret. Writing it back would overwrite the secret. */
const MASKED = '******'

const MASK_PROBLEM = `holds "${MASKED}" or "** Redacted …", Ironic's placeholder for a secret; pass the secret itself, or leave the key out`

/** Ironic refuses other paths, escaped ones included (`ironic/common/args.py`, `patch`). */
const ADDRESSABLE = /^[\w-]+$/

/** Sets a field, whether or not it had a value. */
export function setField(field: string, value: unknown): PatchOperation {
  return { op: 'add', path: `/${field}`, value }
}

/** Resets a field to its default. */
export function removeField(field: string): PatchOperation {
  return { op: 'remove', path: `/${field}` }
}

/**
 * Returns the patch that changes single keys of an object field (`extra`, `properties`, `driver_info`, …) and keeps
 * the others. `undefined` removes a key.
 *
 * Ironic's patches cannot address a key with a dot, slash, colon, tilde or space; the whole object is then written
 * from `current`. This is refused when `current` contains a masked secret, which would be lost.
 */
export function patchKeys(
  field: string,
  current: Readonly<Record<string, unknown>>,
  changes: Readonly<Record<string, unknown>>,
): Result<JsonPatch, InvalidInputError> {
  const masked = Object.entries(changes).find(([, value]) => holdsMask(value))
  if (masked !== undefined) return err(new InvalidInputError(`${field}.${masked[0]}`, MASK_PROBLEM))
  if (Object.keys(changes).every((key) => ADDRESSABLE.test(key)))
    return ok(
      Object.entries(changes).flatMap(([key, value]): JsonPatch => {
        const path = `/${field}/${key}`
        if (value !== undefined) return [{ op: 'add', path, value }]
        return Object.hasOwn(current, key) ? [{ op: 'remove', path }] : []
      }),
    )
  if (holdsMask(current))
    return err(
      new InvalidInputError(
        field,
        'has a key that Ironic cannot address in a patch. Writing the whole object instead would overwrite a hidden secret in it; write the whole field with setField',
      ),
    )
  const whole = Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(([, value]) => value !== undefined),
  )
  return ok([setField(field, whole)])
}

/** Returns whether a value contains the placeholder of a hidden secret, at any depth. */
export function holdsMask(value: unknown, within: readonly unknown[] = []): boolean {
  if (isHidden(value) || (typeof value === 'string' && isMasked(value))) return true
  if (typeof value !== 'object' || value === null || within.includes(value)) return false
  return Object.values(value).some((inner) => holdsMask(inner, [...within, value]))
}

/** Ironic also masks secrets inside a text: `nofb rootpwd=******`. Other asterisks are ordinary text. */
function isMasked(text: string): boolean {
  return text === MASKED || (text.includes(MASKED) && redactText(text) !== text)
}

/** Finds the first value of a patch that would overwrite a secret with its placeholder. */
export function maskedValueIn(patch: JsonPatch): InvalidInputError | undefined {
  const masked = patch.find((change) => 'value' in change && holdsMask(change.value))
  return masked && new InvalidInputError(`patch: ${masked.path}`, MASK_PROBLEM)
}

/** A place in a list: adding there inserts, so a second request would add a second element. */
const LIST_PLACE = /\/(?:-|\d+)(?:\/|$)/

/**
 * Returns whether applying a patch twice has the same effect as once. Ironic refuses to remove a missing key; only
 * whole fields always exist. A node that was released may carry another's instance by the second time.
 */
export function isRepeatable(patch: JsonPatch): boolean {
  return patch.every((change) => {
    if (letsGo(change)) return false
    if (change.op === 'remove') return /^\/[^/]*$/.test(change.path)
    return change.op === 'replace' || !LIST_PLACE.test(change.path)
  })
}

function letsGo(change: PatchOperation): boolean {
  return change.path === '/instance_uuid' && (change.op === 'remove' || change.value === null)
}

/** Returns the fields of the resource that a patch changes. */
export function rootFieldsOf(patch: JsonPatch): readonly string[] {
  return isPatch(patch) ? patch.map(({ path }) => path.split('/')[1] ?? '') : []
}

/** Returns whether a value has the form of a patch, regardless of its type. */
export function isPatch(value: unknown): value is JsonPatch {
  return Array.isArray(value) && value.every(isChange)
}

function isChange(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { path?: unknown }).path === 'string'
}
