import { err, ok, type Result } from 'neverthrow'
import type { NodeTarget } from '../../operations/input-schemas.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { provisioningStatus } from '../../operations/node-status.js'
import { isOff, isInTearDown } from '../../states/observed-node.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ExistsError } from './inventory-errors.js'
import type { InstanceExistence } from './inventory-module.js'

/** Reports whether a node exists, or whether a node carries an instance. */
export async function existenceOf(
  context: ModuleContext,
  { node: ident, instance }: NodeTarget,
  { signal }: AskOptions,
): Promise<Result<InstanceExistence, ExistsError>> {
  const { reader } = context
  let named: WatchedNode | undefined
  if (ident !== undefined) {
    const found = await reader.read({ node: ident }, { signal })
    if (found.isErr()) return err(found.error)
    named = found.value
    if (named !== undefined && (instance === undefined || !isOff(named, instance)))
      return ok(there(named, instance))
  }
  if (instance === undefined) return notFound(context, { signal })
  const carrier = await reader.read({ instance }, { signal })
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value !== undefined) return ok(there(carrier.value, instance))
  return named === undefined
    ? notFound(context, { signal })
    : ok({ state: 'gone', node: provisioningStatus(named) })
}

async function notFound(
  { fleet }: ModuleParts,
  options: AskOptions,
): Promise<Result<InstanceExistence, ExistsError>> {
  const whole = await fleet.isWhole(options)
  return whole.map((isWhole) => ({ state: isWhole ? 'gone' : 'not_found_or_hidden', node: undefined }))
}

function there(node: WatchedNode, instance: string | undefined): InstanceExistence {
  const leaves = instance !== undefined && isInTearDown(node)
  return { state: leaves ? 'leaving' : 'present', node: provisioningStatus(node) }
}
