import { err, ok, type Result } from 'neverthrow'
import type { CallOptions } from '../../client/api-request.js'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { NodePatchFault } from '../../client/resources/nodes.js'
import { removeField, setField, type JsonPatch } from '../../client/json-patch.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import type { NodeNotReadyError } from '../module-errors.js'
import { detachVif, type UnplugError } from '../networking/attach-vif.js'
import { unlinkInTransition } from './unlink-in-transition.js'

/** What removing an instance from a node's record can end with. */
export type UnlinkError = UnplugError | RequestErrorOr<NodePatchFault> | NodeNotReadyError

/**
 * Removes an instance from a node that was never deployed with it: its VIFs, then the link and what was written
 * for it. Tries once: what is removed is the link to whatever instance is there, so look before trying again.
 */
export async function unlinkInstance(
  context: ModuleContext,
  node: WatchedNode,
  { signal }: CallOptions,
): Promise<Result<void, UnlinkError>> {
  const call = { signal, retryForMs: 0 }
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  if (features.value.supports('vifs')) {
    const detached = await detachAll(context, node.uuid, { signal })
    if (detached.isErr()) return err(detached.error)
  }
  const clearsName = features.value.isAtLeast('1.104')
  const patched = await context.client.nodes.patch(node.uuid, unlinkPatch(clearsName), call)
  if (patched.isOk()) return ok(undefined)
  return patched.error.kind === 'transition_in_progress' || patched.error.kind === 'state_refused'
    ? unlinkInTransition(context, node, call)
    : err(patched.error)
}

function unlinkPatch(clearsName: boolean): JsonPatch {
  const link = [removeField('instance_uuid'), setField('instance_info', {})]
  return clearsName ? [...link, removeField('instance_name')] : link
}

async function detachAll(
  context: ModuleContext,
  node: string,
  options: CallOptions,
): Promise<Result<void, UnplugError>> {
  const vifs = await context.client.nodeVifs.list(node, options)
  if (vifs.isErr()) return err(vifs.error)
  for (const { id } of vifs.value) {
    const detached = await detachVif(context, node, id, options)
    if (detached.isErr()) return detached
  }
  return ok(undefined)
}
