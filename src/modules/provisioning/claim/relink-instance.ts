import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { setField } from '../../../client/requests/json-patch.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import { isDeployedWithoutInstance } from '../../../states/observed-node.js'
import type { Remains } from '../errors/provisioning-errors.js'

export interface Relink {
  readonly instance: string
  readonly until: number
}

/**
 * Links an instance again to a node from which the link was taken while the instance was being deployed there.
 * Ironic takes the link only once the deployment has ended. A machine that was torn down by then needs none, and one
 * that has come to carry an instance keeps that one.
 */
export function relinkInstance(
  { client, reader, clock, random }: ModuleContext,
  node: string,
  { instance, until }: Relink,
): Promise<Result<void, RequestErrorOr<NodePatchFault>>> {
  return retryUntil(
    { clock, random },
    { until },
    async (): Promise<Result<void, RequestErrorOr<NodePatchFault>>> => {
      const look = await reader.read({ node })
      if (look.isErr()) return err(look.error)
      if (look.value === undefined || !isDeployedWithoutInstance(look.value)) return ok(undefined)
      return client.nodes
        .patch(node, [setField('instance_uuid', instance)], { retryForMs: 0 })
        .map(() => undefined)
    },
  )
}

/** The same for an undo, which leaves the machine to the spawn that deploys it. Returns what remains without its link. */
export async function relinkForSpawn(
  context: ModuleContext,
  node: string,
  relink: Relink,
): Promise<readonly Remains[]> {
  const relinked = await relinkInstance(context, node, relink)
  return relinked.isOk() ? [] : [{ what: 'instance', id: relink.instance, why: relinked.error.message }]
}
