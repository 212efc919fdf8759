import { err, ok, type Result } from 'neverthrow'
import type { CallOptions } from '../../client/api-request.js'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { NodePatchFault } from '../../client/resources/nodes.js'
import { removeField } from '../../client/json-patch.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { isOpen, LATE_EFFECT_MS, persist } from '../persist.js'

/** How long ending the maintenance is tried; nothing leads back to a node that was left in it. */
const END_MAINTENANCE_MS = 15 * 60_000

/**
 * While a node is being cleaned, Ironic takes one change only: the bare removal of the link, of a node in
 * maintenance. So the cleaning goes on undisturbed, where aborting it would leave the node to an operator. The
 * maintenance lasts for the one request, and is ended whatever became of it; that of an operator stays.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodesController.patch)
 */
export async function unlinkInTransition(
  context: ModuleContext,
  node: WatchedNode,
  call: CallOptions,
): Promise<Result<void, RequestErrorOr<NodePatchFault> | NodeNotReadyError>> {
  const { nodes, nodeMaintenance } = context.client
  const reason = `removing the link to instance ${String(node.instance_uuid)}`
  // One with this reason was set by a process that did not live to end it.
  const isOperators = node.maintenance && node.maintenance_reason !== reason
  const set = node.maintenance ? ok(undefined) : await nodeMaintenance.set(node.uuid, { ...call, reason })
  const patched = set.isErr()
    ? err(set.error)
    : await nodes.patch(node.uuid, [removeField('instance_uuid')], call)
  if (isOperators) return patched.map(() => undefined)
  if (set.isErr() && isOpen(set.error)) await context.clock.sleep(LATE_EFFECT_MS)
  const ended = await endMaintenance(context, node, reason)
  return patched.isErr() && ended.isOk() ? err(patched.error) : ended
}

/** Not with the caller's signal: an abort must not leave the node in maintenance. */
async function endMaintenance(
  context: ModuleContext,
  { uuid: node, instance_uuid, provision_state: provisionState }: WatchedNode,
  reason: string,
): Promise<Result<void, NodeNotReadyError>> {
  const until = context.clock.now() + END_MAINTENANCE_MS
  const ended = await persist(
    context,
    { until },
    async (): Promise<Result<void, RequestErrorOr<'node_locked'>>> => {
      const look = await context.reader.read({ node })
      if (look.isErr()) return err(look.error)
      const isOurs = look.value?.maintenance === true && look.value.maintenance_reason === reason
      return isOurs ? context.client.nodeMaintenance.clear(node) : ok(undefined)
    },
  )
  return ended.mapErr(
    (cause) =>
      new NodeNotReadyError(
        `Node ${node} had to be put into maintenance to take the instance off it, and that could not be ended: ${cause.message} End it by hand.`,
        'fix_node',
        { node, instance: instance_uuid ?? undefined, provisionState, cause },
      ),
  )
}
