import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { holdsMask, patchKeys, setField, type JsonPatch } from '../../../client/requests/json-patch.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import { isDeployedWithoutInstance } from '../../../states/observed-node.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { SpawnRemains } from '../errors/provisioning-errors.js'

export interface Relink {
  readonly instance: string
  /** The `instance_info` that was removed with the link. */
  readonly lost: FreeForm
  readonly until: number
  /** The call's. Its abort does not end this. */
  readonly signal: AbortSignal | undefined
}

/**
 * Restores the link between an instance and its node if it was removed during a deployment, and restores the
 * keys of `instance_info` that were removed with it, because a redeploy needs them. Ironic accepts the link
 * only after the deployment has ended. Does nothing if the node is torn down by then, or carries an instance.
 */
export function relinkInstance(
  { client, reader, clock, random }: ModuleParts,
  node: string,
  { instance, lost, until, signal: caller }: Relink,
): Promise<Result<void, RequestErrorOr<NodePatchFault>>> {
  const signal = detachedSignal(caller)
  return retryUntil(
    { clock, random },
    { until },
    async (): Promise<Result<void, RequestErrorOr<NodePatchFault>>> => {
      const look = await reader.read({ node }, { also: ['instance_info'], signal })
      if (look.isErr()) return err(look.error)
      if (look.value === undefined || !isDeployedWithoutInstance(look.value)) return ok(undefined)
      const patch = [setField('instance_uuid', instance), ...missingInfo(look.value, lost)]
      return client.nodes.patch(node, patch, { signal, retryForMs: 0 }).map(() => undefined)
    },
  )
}

/** Values hidden from this login cannot be restored. */
function missingInfo({ instance_info: info = {} }: WatchedNode, lost: FreeForm): JsonPatch {
  const missing = Object.entries(lost).filter(
    ([key, value]) => !Object.hasOwn(info, key) && !holdsMask(value),
  )
  return patchKeys('instance_info', info, Object.fromEntries(missing)).unwrapOr([])
}

/**
 * Restores the link during an undo, which leaves the node to the spawn that deploys it. Returns the instance if
 * that fails.
 */
export async function relinkForSpawn(
  context: ModuleContext,
  node: string,
  relink: Relink,
): Promise<readonly SpawnRemains[]> {
  const relinked = await relinkInstance(context, node, relink)
  return relinked.isOk() ? [] : [{ what: 'instance', id: relink.instance, why: relinked.error.message }]
}
