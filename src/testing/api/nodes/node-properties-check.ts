import { type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'

/**
 * Refuses sizes in a node's properties that Python's `int()` does not accept, or that are negative.
 *
 * @see openstack/ironic `ironic/objects/node.py` (_validate_property_values)
 */
export function requireSizes(world: World, uuid: string, properties: JsonObject): void {
  const sizes = serverHas(world, 'ignoresCpus')
    ? ['local_gb', 'memory_mb']
    : ['local_gb', 'cpus', 'memory_mb']
  const wrong = sizes
    .map((size) => [size, properties[size] ?? null] as const)
    .filter(([, value]) => value !== null && !isSize(value))
  if (wrong.length === 0) return
  const said = wrong.map(([size, value]) => `${size}=${pythonText(value)}`).join(', ')
  throw badRequest(
    `The following properties for node ${uuid} should be non-negative integers, but provided values are: ${said}`,
  )
}

function isSize(value: JsonValue): boolean {
  if (typeof value === 'number') return value > -1
  if (typeof value === 'string') return /^\s*(\+?\d+(_\d+)*|-0+(_0+)*)\s*$/.test(value)
  return typeof value === 'boolean'
}
