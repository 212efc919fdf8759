import type { VolumeTarget } from '../../client/resources/volume-targets.js'
import { isSecretKey, redactText } from '../../errors/redaction.js'

const MASK = '******'

/** A target as newer Ironic shows it. Older ones, such as 21.4, list the passwords of volumes as they are. What is secret in a URL is hidden in all. */
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
