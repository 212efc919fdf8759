import { isSecretKey } from '../../errors/redaction.js'

/** Shorter secrets may also be ordinary words, and the meaning of a fault is read from its words. */
const SHORTEST = 4
/** A config drive may contain any number of texts; those that a server quotes appear together with their name. */
const MOST = 200

/**
 * Returns the secrets in the body of a request: values at or below the name of a secret, and values that a patch
 * writes there. A server that rejects one may quote it without its name.
 */
export function secretsSent(body: unknown): readonly string[] {
  const found = new Set<string>()
  collect(body, false, found)
  return [...found]
}

function collect(value: unknown, isSecret: boolean, found: Set<string>): void {
  if (found.size >= MOST) return
  if (typeof value === 'string') {
    if (isSecret && value.length >= SHORTEST) found.add(value)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (Array.isArray(value)) {
    for (const item of value) collect(item, isSecret, found)
    return
  }
  const entries = Object.entries(value)
  const path: unknown = 'op' in value && 'path' in value ? value.path : undefined
  const patched = typeof path === 'string' && path.split('/').some(isSecretKey)
  for (const [key, inner] of entries)
    if (!(key === 'path' && path !== undefined))
      collect(inner, isSecret || isSecretKey(key) || (key === 'value' && patched), found)
}
