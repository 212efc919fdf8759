import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { redactText } from '../../errors/redaction.js'
import { isHidden } from '../../states/hidden-values.js'

/** One change of a JSON patch; Ironic takes just these three. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

/** The changes of one request, made together or not at all. */
export type JsonPatch = readonly PatchOperation[]

/** What Ironic shows in place of a secret. Writing it back would destroy the secret. */
const MASKED = '******'

const MASK_PROBLEM = `holds "${MASKED}" or "** Redacted …", which is how Ironic hides a secret; pass the secret itself, or leave the key out`

/** Ironic refuses other paths, escaped ones included (`ironic/common/args.py`, `patch`). */
const ADDRESSABLE = /^[\w-]+$/

/** Sets a field to a value, whether or not it had one. */
export function setField(field: string, value: unknown): PatchOperation {
  return { op: 'add', path: `/${field}`, value }
}

/** Sets a field back to its default. */
export function removeField(field: string): PatchOperation {
  return { op: 'remove', path: `/${field}` }
}

/**
 * The patch that changes single keys of an object field (`extra`, `properties`, `driver_info`, …), leaving its
 * others alone. `undefined` removes a key.
 *
 * A key with a dot, a slash, a colon, a tilde or a space cannot be addressed in Ironic's patches; the whole
 * object is then written anew from `current`. That is refused when `current` shows a masked secret, which
 * would be lost.
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
        'has a key that Ironic cannot address in a patch, so that the whole object must be written, but it also holds a hidden secret that would be lost; write the whole field with setField',
      ),
    )
  const whole = Object.fromEntries(
    Object.entries({ ...current, ...changes }).filter(([, value]) => value !== undefined),
  )
  return ok([setField(field, whole)])
}

/** Whether a value contains the sign of a hidden secret, at any depth. */
export function holdsMask(value: unknown, within: readonly unknown[] = []): boolean {
  if (isHidden(value) || (typeof value === 'string' && isMasked(value))) return true
  if (typeof value !== 'object' || value === null || within.includes(value)) return false
  return Object.values(value).some((inner) => holdsMask(inner, [...within, value]))
}

/** Ironic masks what stands in a text as well: `nofb rootpwd=******`. Asterisks that hide nothing are a text like any other. */
function isMasked(text: string): boolean {
  return text === MASKED || (text.includes(MASKED) && redactText(text) !== text)
}

/** The first value of a patch that would write the sign of a hidden secret over the secret. */
export function maskedValueIn(patch: JsonPatch): InvalidInputError | undefined {
  const masked = patch.find((change) => 'value' in change && holdsMask(change.value))
  return masked && new InvalidInputError(`patch: ${masked.path}`, MASK_PROBLEM)
}

/** A part of a list: adding there inserts, so that twice is two of them. */
const LIST_PLACE = /\/(?:-|\d+)(?:\/|$)/

/**
 * Whether a patch does the same when it is applied twice. Ironic refuses to remove a key that is gone; only whole
 * fields are always there. A node that was let go may be another's by the second time.
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

/** The fields of the resource that a patch touches. */
export function rootFieldsOf(patch: JsonPatch): readonly string[] {
  return isPatch(patch) ? patch.map(({ path }) => path.split('/')[1] ?? '') : []
}

/** Whether a value has the form of a patch, whatever the types say. */
export function isPatch(value: unknown): value is JsonPatch {
  return Array.isArray(value) && value.every(isChange)
}

function isChange(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { path?: unknown }).path === 'string'
}
