import type { NewNode } from '../../client/resources/node/nodes.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'

/**
 * Why no conductor takes a node, when that is not a matter of waiting: none of them has its driver, or none that has it
 * is in its group. Ironic answers both as if a conductor were just out of reach. `undefined` where a conductor may come
 * back, and where they cannot be seen.
 */
export async function conductorProblem(
  { client }: ModuleParts,
  { driver, conductor_group: group = '' }: NewNode,
  { signal }: AskOptions,
): Promise<InvalidInputError | undefined> {
  const features = await client.features({ signal })
  if (features.isErr() || !features.value.supports('conductors')) return undefined
  const listed = await client.conductors.list({ signal, retryForMs: 0 }).all()
  // One that is stopped no longer says what it has.
  if (listed.isErr() || listed.value.length === 0 || listed.value.some(({ alive }) => !alive))
    return undefined
  const drivers = [...new Set(listed.value.flatMap((one) => one.drivers))]
  if (!drivers.includes(driver))
    return new InvalidInputError(
      'driver',
      `no conductor of this Ironic has the driver "${driver}"; name one of ${drivers.join(', ')}, or enable it there`,
    )
  const groups = listed.value.filter((one) => one.drivers.includes(driver)).map((one) => one.conductor_group)
  if (groups.includes(group)) return undefined
  const shown = [...new Set(groups)].map((name) => `"${name}"`)
  return new InvalidInputError(
    'conductor_group',
    `no conductor with the driver "${driver}" is in the group "${group}"; name one of ${shown.join(', ')}`,
  )
}
