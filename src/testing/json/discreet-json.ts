import { isSecretKey, redactText } from '../../errors/redaction.js'

/**
 * The symbol that Node's `util.inspect` and `console.log` look for; written out, so that Node is not
 * imported.
 */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

const MASK = '***'

/**
 * Makes `util.inspect` and `console.log` mask the secrets of a JSON value and of each part of it. The value
 * itself, its copies and the output of `JSON.stringify` do not change: a snapshot must be restorable from a
 * file.
 */
export function discreet<T>(json: T): T {
  hush(json, false)
  return json
}

function hush(value: unknown, isSecret: boolean): void {
  if (typeof value !== 'object' || value === null) return
  // The same object may occur in several places, of which one may be secret.
  if (isSecret || !(INSPECT in value))
    Object.defineProperty(value, INSPECT, { value: () => masked(value, isSecret), configurable: true })
  for (const [key, inner] of Object.entries(value)) hush(inner, isSecret || isNamedSecret(value, key))
}

function masked(value: unknown, isSecret: boolean): unknown {
  if (typeof value === 'string') return isSecret && value !== '' ? MASK : redactText(value)
  if (typeof value === 'number') return isSecret ? MASK : value
  if (Array.isArray(value)) return value.map((item) => masked(item, isSecret))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, masked(inner, isSecret || isNamedSecret(value, key))]),
  )
}

/** Also looks at the name beside a value, as in a BIOS setting. */
function isNamedSecret(holder: object, key: string): boolean {
  if (isSecretKey(key)) return true
  const name: unknown = 'name' in holder && key === 'value' ? holder.name : undefined
  return typeof name === 'string' && isSecretKey(name)
}
