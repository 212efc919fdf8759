import type { VolumeTarget } from '../../client/resources/volume-targets.js'
import { isSecretKey, redactText } from '../../errors/redaction.js'

const MASK = '******'

/**
 * Masks the passwords of a target, as newer Ironic does; older Ironic, such as 21.4, lists them in clear text. Redacts
 * secrets in URLs too.
 */
export function maskedTarget(target: VolumeTarget): VolumeTarget {
  return { ...target, properties: masked(target.properties) }
}

function masked<Values extends object>(values: Values): Values {
  const shown = Object.entries(values).map(([key, value]: [string, unknown]) => [
    key,
    maskedValue(key, value),
  ])
  return Object.fromEntries(shown) as Values
}

function maskedValue(key: string, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => maskedValue(key, item))
  if (typeof value === 'object' && value !== null) return masked(value)
  if (isSecretKey(key) && value !== null) return MASK
  return typeof value === 'string' ? redactText(value) : value
}
