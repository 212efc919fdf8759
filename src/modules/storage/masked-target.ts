import type { VolumeTarget } from '../../client/resources/volume-targets.js'
import { isSecretKey } from '../../errors/redaction.js'

const MASK = '******'

/** A target as newer Ironic shows it. Older ones, such as 21.4, list the passwords of volumes as they are. */
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
  return isSecretKey(key) && value !== null ? MASK : value
}
