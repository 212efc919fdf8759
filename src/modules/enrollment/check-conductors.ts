import type { NewNode } from '../../client/resources/node/nodes.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'

/**
 * Returns why no conductor can ever take a node: none has its driver, or none with the driver is in its group. Ironic
 * answers both as if a conductor were temporarily unreachable. `undefined` when a conductor may come back, and when
 * this login cannot see the conductors.
 */
export async function conductorProblem(
  { client }: ModuleParts,
  { driver, conductor_group: group = '' }: NewNode,
  { signal }: AskOptions,
): Promise<InvalidInputError | undefined> {
  const features = await client.features({ signal })
  if (features.isErr() || !features.value.supports('conductors')) return undefined
  const listed = await client.conductors.list({ signal, retryForMs: 0 }).all()
  // A stopped conductor no longer lists its drivers.
  if (listed.isErr() || listed.value.length === 0 || listed.value.some(({ alive }) => !alive))
    return undefined
  const drivers = [...new Set(listed.value.flatMap((one) => one.drivers))]
  if (!drivers.includes(driver))
    return new InvalidInputError(
      'driver',
      `no conductor of this Ironic has the driver "${driver}"; pass one of ${drivers.join(', ')}, or enable it on a conductor`,
    )
  const groups = listed.value.filter((one) => one.drivers.includes(driver)).map((one) => one.conductor_group)
  if (groups.includes(group)) return undefined
  const shown = [...new Set(groups)].map((name) => `"${name}"`)
  return new InvalidInputError(
    'conductor_group',
    `no conductor with the driver "${driver}" is in the group "${group}"; pass one of ${shown.join(', ')}`,
  )
}
