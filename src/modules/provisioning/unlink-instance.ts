import { err, ok, type Result } from 'neverthrow'
import type { ClientError } from '../../client/client-errors.js'
import { removeField, setField, type JsonPatch } from '../../client/json-patch.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import { detachVif } from '../networking/attach-vif.js'

/**
 * Removes an instance from a node that was never deployed with it: its VIFs, then the link and what was written
 * for it.
 */
export async function unlinkInstance(
  context: ModuleContext,
  node: WatchedNode,
  options: AskOptions,
): Promise<Result<void, ClientError>> {
  const features = await context.client.features(options)
  if (features.isErr()) return err(features.error)
  if (features.value.supports('vifs')) {
    const detached = await detachAll(context, node.uuid, options)
    if (detached.isErr()) return detached
  }
  const clearsName = features.value.isAtLeast('1.104')
  const patched = await context.client.nodes.patch(node.uuid, unlinkPatch(clearsName), options)
  if (patched.isOk()) return ok(undefined)
  return patched.error.kind === 'transition_in_progress' || patched.error.kind === 'state_refused'
    ? unlinkDuringTransition(context, node, options)
    : err(patched.error)
}

function unlinkPatch(clearsName: boolean): JsonPatch {
  const link = [removeField('instance_uuid'), setField('instance_info', {})]
  return clearsName ? [...link, removeField('instance_name')] : link
}

async function detachAll(
  context: ModuleContext,
  node: string,
  options: AskOptions,
): Promise<Result<void, ClientError>> {
  const vifs = await context.client.nodeVifs.list(node, options)
  if (vifs.isErr()) return err(vifs.error)
  for (const { id } of vifs.value) {
    const detached = await detachVif(context, node, id, options)
    if (detached.isErr()) return detached
  }
  return ok(undefined)
}

/**
 * While a node is being cleaned, Ironic takes one change only: the bare removal of the link, of a node in
 * maintenance. So the cleaning goes on undisturbed, where aborting it would leave the node to an operator. The
 * maintenance lasts for the one request, and is ended whatever became of it.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodesController.patch)
 */
async function unlinkDuringTransition(
  { client }: ModuleContext,
  node: WatchedNode,
  options: AskOptions,
): Promise<Result<void, ClientError>> {
  if (!node.maintenance) {
    const reason = `removing the link to instance ${String(node.instance_uuid)}`
    const set = await client.nodeMaintenance.set(node.uuid, { ...options, reason })
    if (set.isErr()) return err(set.error)
  }
  const patched = await client.nodes.patch(node.uuid, [removeField('instance_uuid')], options)
  // Not with the caller's signal: an abort must not leave the node in maintenance.
  const cleared = node.maintenance ? ok(undefined) : await client.nodeMaintenance.clear(node.uuid)
  return patched.isErr() ? err(patched.error) : cleared
}
