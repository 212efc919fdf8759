import { err, ok, type Result } from 'neverthrow'
import { findNode } from '../../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../../operations/node-status.js'
import { sameId } from '../../../states/same-id.js'
import { reserveNode } from '../claim/reserve-node.js'
import type { ReserveError } from '../errors/claim-errors.js'
import { spawnAction } from '../spawn/spawn-action.js'

/** Reserves a node unless the instance already has it. Leaves a node that is not available alone. */
export async function reserveNamedNode(
  context: ModuleContext,
  { instance, node }: { readonly instance: string; readonly node: string },
  { signal }: AskOptions,
): Promise<Result<ProvisioningStatus, ReserveError>> {
  const found = await findNode(context, node, { signal })
  if (found.isErr()) return err(found.error)
  if (sameId(found.value.instance_uuid, instance)) return ok(provisioningStatus(found.value))
  const action = spawnAction(found.value, instance)
  if (action.isErr()) return err(action.error)
  const reserved = await reserveNode(context, found.value, instance, undefined, { signal })
  return reserved.map(provisioningStatus)
}
